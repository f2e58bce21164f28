using System.CommandLine;
using BigBen.Git;
using BigBen.Verbs.Remote;

namespace BigBen.Verbs.Rendering;

/// <summary><c>render</c>: what an environment runs, as the manifests that <c>kubectl apply</c> takes, without Argo CD.</summary>
internal static class RenderVerb
{
    public static Verb Create()
    {
        var environment = SharedOptions.Environment();
        var revision = RemoteOptions.Revision("The commit whose records are read (default: HEAD).");
        var registry = RemoteOptions.Registry();
        var domain = SharedOptions.Domain();
        var check = new Option<string?>("--check")
        {
            Description = "Print nothing: exit with 1 where this file, such as a release's install.yaml, is not what would be printed.",
            HelpName = "FILE",
        };
        return new Verb(
            "render", "Print the manifests of what an environment runs, at the revisions and images that are recorded.",
            "big-ben.sh render production --registry ghcr.io/OWNER")
        {
            environment, revision, registry, domain, check,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(environment)!,
            parsed.GetValue(revision)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(domain)!,
            parsed.GetValue(check),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session,
        string environment,
        string revision,
        string registry,
        string domain,
        string? check,
        CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var commit = await git.ResolveAsync(revision, cancellationToken);
        var renderer = await CloneRenderer.OfAsync(session, git, registry, domain, cancellationToken);
        var applications = await RecordedApplication.RenderAsync(git, renderer, environment, null, commit, cancellationToken);
        var install = RecordedApplication.Install(applications);
        if (check is null)
            await session.Output.WriteAsync(install);
        else if (await File.ReadAllTextAsync(check, cancellationToken) != install)
            throw new PlatformException($"'{check}' is stale: {environment} runs something else at {commit[..7]}. Render it again.");
    }
}
