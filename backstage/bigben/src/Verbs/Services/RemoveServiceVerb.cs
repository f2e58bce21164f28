using System.CommandLine;
using BigBen.Git;
using BigBen.Git.Drafts;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Verbs.Drafts;

namespace BigBen.Verbs.Services;

/// <summary><c>remove service</c>: takes a service out of the clone, and says what is pruned where and when.</summary>
internal static class RemoveServiceVerb
{
    /// <summary>What people would type.</summary>
    public static readonly string[] Examples = ["big-ben.sh remove service service-b"];

    public static Verb Create()
    {
        var name = new Argument<string>("name") { Description = "The service." };
        return new Verb("service", "Take a service out: its folder and its place in the solution.", Examples) { name }
            .Does((session, parsed, cancellationToken) => RunAsync(
                session, parsed.GetValue(name)!, cancellationToken));
    }

    private static async Task RunAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var services = await ServiceCatalog.NamesAsync(git, head, cancellationToken);
        if (!services.Contains(name))
            throw new PlatformException(
                $"There is no service '{name}' at {head[..7]}, only {string.Join(", ", services)}.");
        var folder = $"app/{name}";
        await CleanPaths.RequireAsync(git, [folder, Solution.File], cancellationToken);
        await ServiceUses.RequireNoneAsync(git, head, name, cancellationToken);
        var named = await ServiceUses.MentionsAsync(git, head, name, cancellationToken);
        var environments = await EnvironmentList.ReadAsync(git, head, cancellationToken);

        await using var draft = await Draft.OfHeadAsync(git, session.State.Draft, cancellationToken);
        await Solution.RemoveAsync(draft.Path, folder, cancellationToken);
        Directory.Delete(Path.Combine(draft.Path, folder), recursive: true);
        var commit = await draft.CommitAsync($"Remove {name}, a service", cancellationToken);

        var output = session.Output;
        await output.WriteLineAsync($"{name} is out of the clone as of commit {commit[..7]}, and runs on until it is pruned:");
        await NextSteps.WriteAsync(output,
        [
            NextSteps.Push($"prunes it in {environments.First}: pods, Service, Ingress, all"),
            .. environments.Released.Select(
                environment => NextSteps.Release(environments, environment.Name, $"the next release prunes it in {environment.Name}")),
        ]);
        if (named.Count > 0)
            await output.WriteLineAsync($"Still named in {string.Join(", ", named)}: take it out there, too.");
        if (Directory.Exists(Path.Combine(session.Root, folder)))
            await output.WriteLineAsync($"Files that git ignores are left in {folder}.");
    }
}
