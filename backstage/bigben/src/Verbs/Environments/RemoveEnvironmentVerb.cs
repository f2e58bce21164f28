using System.CommandLine;
using BigBen.Git;
using BigBen.Git.Drafts;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Verbs.Drafts;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Environments;

/// <summary><c>remove environment</c>: takes an environment out of the list, closes the chain, and says what is pruned and when.</summary>
internal static class RemoveEnvironmentVerb
{
    /// <summary>What people would type.</summary>
    public static readonly string[] Examples = ["big-ben.sh remove environment production"];

    public static Verb Create()
    {
        var name = new Argument<string>("name") { Description = "The environment." }.From(SharedOptions.Environments);
        name.HelpName = "name";
        return new Verb("environment", "Take an environment out of the list, with its values and records.", Examples) { name }
            .Does((session, parsed, cancellationToken) => RunAsync(
                session, parsed.GetValue(name)!, cancellationToken));
    }

    private static async Task RunAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var listed = await EnvironmentList.ReadAsync(git, head, cancellationToken);
        if (listed.Require(name).PromotesFrom is null)
            throw new PlatformException($"{name} takes what main builds, and cannot be taken out: all others come after it.");
        if (listed.All.Count == 2)
            throw new PlatformException(
                $"{name} is the only environment that releases reach: add another first (new environment NAME --after {listed.First}).");
        var text = ListText.Without(await git.ReadFileAsync(head, EnvironmentList.File, cancellationToken) ?? "", name);
        var environments = EnvironmentList.Parse(text);
        var services = await ServiceCatalog.NamesAsync(git, head, cancellationToken);
        string[] gone = [.. services.Select(service => $"app/{service}/deploy-config/{name}"), EnvironmentFile.PathOf(name)];
        await CleanPaths.RequireAsync(git, [EnvironmentList.File, .. gone], cancellationToken);

        await using var draft = await Draft.OfHeadAsync(git, session.State.Draft, cancellationToken);
        AtomicFile.Write(Path.Combine(draft.Path, EnvironmentList.File), text);
        foreach (var path in gone.Select(path => Path.Combine(draft.Path, path)))
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }

        var commit = await draft.CommitAsync($"Remove {name}, an environment", cancellationToken);
        await session.Output.WriteLineAsync($"""
            {name} is out of the clone as of commit {commit[..7]}: {environments.Way}. It runs on until it is pruned:
              {NextSteps.PushCommand}    # prunes its Applications with all their objects, and its AppProject
              kubectl delete namespace {name}    # Argo CD leaves the namespace, and what people made in it
            What it ran stays in git: its records in the history, its versions as tags.
            """);
    }
}
