using System.CommandLine;
using System.Text.Json.Nodes;
using BigBen.ArgoCd.Applications;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Manifests;
using BigBen.Verbs.Remote;

namespace BigBen.Verbs.Rendering;

/// <summary><c>render</c>: what an environment runs, as the manifests that <c>kubectl apply</c> takes, without Argo CD.</summary>
internal static class RenderVerb
{
    public static System.CommandLine.Command Create()
    {
        var environment = SharedOptions.Environment();
        var revision = RemoteOptions.Revision("The commit whose records are read (default: HEAD).");
        var registry = RemoteOptions.Registry();
        var domain = new Option<string>("--domain")
        {
            Description = "What every host ends in.",
            HelpName = "DOMAIN",
            DefaultValueFactory = _ => PlatformHosts.Domain,
        };
        var command = new Verb(
            "render", "Print the manifests of what an environment runs, at the revisions and images that are recorded.",
            "big-ben.sh render production --registry ghcr.io/OWNER")
        {
            environment, revision, registry, domain,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(environment)!,
            parsed.GetValue(revision)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(domain)!,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string environment, string revision, string registry, string domain, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var commit = await git.ResolveAsync(revision, cancellationToken);
        var renderer = await CloneRenderer.OfAsync(session, git, registry, domain, cancellationToken);
        var environments = await EnvironmentsChart.RenderAsync(renderer, commit, cancellationToken);
        var applications = environments.Where(manifest => manifest.Key.Kind == "Application").Select(Application.Read)
            .Where(application => application.Project == environment).ToList();
        if (applications.Count == 0)
            throw new PlatformException($"Nothing is recorded in '{environment}' at {commit[..7]}: deliver or release something first.");
        foreach (var space in applications.DistinctBy(application => application.Destination.Namespace))
            await WriteAsync(session, NamespaceOf(space));
        foreach (var application in applications)
        {
            var read = await git.ResolveTargetAsync(application.Source.TargetRevision, cancellationToken);
            foreach (var manifest in await renderer.RenderAsync(application, read, false, cancellationToken))
                await WriteAsync(session, manifest);
        }

        return ExitCode.Done;
    }

    private static Manifest NamespaceOf(Application application)
    {
        var labels = new JsonObject(application.NamespaceLabels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = application.Destination.Namespace, ["labels"] = labels },
        };
        return Manifest.Of(body, application.Name, "");
    }

    private static Task WriteAsync(Session session, Manifest manifest) => session.Output.WriteAsync($"---\n{manifest.ToYaml()}");
}
