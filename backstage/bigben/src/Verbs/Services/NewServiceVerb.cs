using System.CommandLine;
using BigBen.Git;
using BigBen.Git.Drafts;
using BigBen.Pipeline.Layout;
using BigBen.Verbs.Drafts;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Services;

/// <summary><c>new service</c>: a service from a template of the clone, with tests, values and a place in the solution.</summary>
internal static class NewServiceVerb
{
    /// <summary>What people would type.</summary>
    public static readonly string[] Examples =
        ["big-ben.sh new service orders", "big-ben.sh new service orders --port 8020 --like echo"];

    public static Verb Create()
    {
        var name = new Argument<string>("name") { Description = "Its name: that of its folder under app, its Deployment and its hosts." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ServiceNames.WrongIn(token.Value, []) is { } wrong)
                result.AddError(wrong);
        });
        var port = NumberOption.Port(
            $"The port that it listens on, {ServicePorts.Least} to 65535 (default: the example's, or the first free one).",
            ServicePorts.Least);
        var like = new Option<string>("--like")
        {
            Description = $"The example that it begins as: a folder of {ServiceTemplates.Folder}.",
            HelpName = "EXAMPLE",
            DefaultValueFactory = _ => ServiceTemplates.Default,
        };
        return new Verb("service", "Make a service from an example: source, tests, Dockerfile, values, solution entry.", Examples)
        {
            name, port, like,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(name)!,
            parsed.GetValue(port),
            parsed.GetValue(like)!,
            cancellationToken));
    }

    private static async Task RunAsync(Session session, string name, int? wanted, string example, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var environments = await EnvironmentList.ReadAsync(git, head, cancellationToken);
        NewName.Require(name, await git.ListFilesAsync(head, "", cancellationToken), environments.All);
        await IgnoredFolders.RequireNoneAsync(git, [$"app/{name}"], cancellationToken);
        await CleanPaths.RequireAsync(git, [$"app/{name}", Solution.File], cancellationToken);
        await using var draft = await Draft.OfHeadAsync(git, session.State.Draft, cancellationToken);
        var port = ServicePorts.Choose(
            wanted,
            await ServiceTemplates.PortAsync(draft.Path, example, cancellationToken),
            await ServicePorts.TakenAsync(git, head, cancellationToken));
        ServiceValues.RequireRoom(Path.Combine(draft.Path, ServiceTemplates.Folder, example, "deploy-config"), name);
        await ServiceTemplates.CreateAsync(draft.Path, example, name, port, cancellationToken);
        await session.Output.WriteLineAsync($"{name} is made like {example}, and compiled once before it is committed.");
        if (await ServiceTemplates.CompileAsync(draft.Path, example, name, cancellationToken) is { } error)
            await session.Output.WriteLineAsync($"It does not compile yet: {error}.");
        var values = Path.Combine(draft.Path, "app", name, "deploy-config");
        ServiceValues.Fit(values, environments.Names);
        var secrets = environments.Names.SelectMany(environment =>
            ServiceValues.SecretKeys(values, name, environment).Select(key => (environment, key))).ToList();
        var commit = await draft.CommitAsync($"Add {name}, a service", cancellationToken);

        await session.Output.WriteLineAsync($"{name} is a service as of commit {commit[..7]}: app/{name}, on port {port}. Next:");
        await NextSteps.WriteAsync(session.Output,
        [
            ($"dotnet run --project app/{name}/src", $"http://127.0.0.1:{port}/openapi/v1.json"),
            ($"dotnet test app/{name}/test", "its own tests"),
            .. Secrets(name, secrets),
            NextSteps.Push($"live in {environments.First}"),
            .. environments.Released.Select(
                environment => NextSteps.Release(environments, environment.Name, $"live in {environment.Name}")),
        ]);
    }

    // A push and a release are refused without them.
    private static IEnumerable<(string Command, string Effect)> Secrets(string name, List<(string Environment, string Key)> secrets)
    {
        foreach (var (environment, key) in secrets)
            yield return ($"./bootstrap/{CommandLine.Program} secret set {name} {environment} {key}", "asks for the value and encrypts it");
        if (secrets.Count > 0)
            yield return ($"git add .sops.yaml app/{name} && git commit -m 'Set the secrets of {name}'", "in git, encrypted");
    }
}
