using System.CommandLine;
using BigBen.Git;
using BigBen.Git.Drafts;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Secrets;
using BigBen.Verbs.Drafts;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Environments;

/// <summary><c>new environment</c>: puts an environment into the list, with values for every service.</summary>
internal static class NewEnvironmentVerb
{
    /// <summary>What people would type.</summary>
    public static readonly string[] Examples = ["big-ben.sh new environment staging --after developer"];

    public static Verb Create()
    {
        var name = new Argument<string>("name") { Description = "Its name, which is also its namespace's." };
        var after = new Option<string>("--after")
        {
            Description = "The environment that it promotes from, and whose values it begins with.",
            HelpName = "ENVIRONMENT",
            Required = true,
        }.From(SharedOptions.Environments);
        var prefix = new Option<string?>("--host-prefix")
        {
            Description = "What its hosts begin with (default: its name).",
            HelpName = "PREFIX",
        };
        var command = new Verb("environment", "Put an environment into the list, with values for every service.", Examples)
        {
            name, after, prefix,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { Length: > 0 } given
                && EnvironmentChain.WrongIn(new DeliveryEnvironment(given, result.GetValue(prefix) ?? given)) is { } wrong)
                result.AddError($"{wrong}.");
        });
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new DeliveryEnvironment(
                parsed.GetValue(name)!, parsed.GetValue(prefix) ?? parsed.GetValue(name)!, parsed.GetValue(after)),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, DeliveryEnvironment added, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var head = await git.ResolveAsync("HEAD", cancellationToken);
        var listed = await EnvironmentList.ReadAsync(git, head, cancellationToken);
        if (listed.Names.Contains(added.Name))
            throw new PlatformException($"There is an environment '{added.Name}' already: {listed.Way}.");
        var before = listed.Require(added.PromotesFrom!).Name;
        var text = ListText.With(await git.ReadFileAsync(head, EnvironmentList.File, cancellationToken) ?? "", added);
        var environments = EnvironmentList.Parse(text);
        var services = await ServiceCatalog.NamesAsync(git, head, cancellationToken);
        ServiceNames.Require(services, environments.All);
        string[] folders = [.. services.Select(service => $"app/{service}/deploy-config/{added.Name}")];
        await IgnoredFolders.RequireNoneAsync(git, folders, cancellationToken);
        await CleanPaths.RequireAsync(git, [EnvironmentList.File, .. folders], cancellationToken);

        await using var draft = await Draft.OfHeadAsync(git, session.State.Draft, cancellationToken);
        AtomicFile.Write(Path.Combine(draft.Path, EnvironmentList.File), text);
        foreach (var service in services)
            EnvironmentValues.Copy(Path.Combine(draft.Path, "app", service, "deploy-config"), before, added.Name);
        var secrets = services.SelectMany(service => SecretsOf(draft.Path, service, before).Select(key => (Service: service, Key: key)))
            .ToList();
        var commit = await draft.CommitAsync($"Add {added.Name}, an environment after {before}", cancellationToken);

        await session.Output.WriteLineAsync($"""
            {added.Name} is an environment as of commit {commit[..7]}: {environments.Way}.
            Its values, app/SERVICE/deploy-config/{added.Name}/values.yaml, are copies of {before}'s. Next:
            """);
        foreach (var (service, key) in secrets)
        {
            var command = $"./bootstrap/{CommandLine.Program} secret set {service} {added.Name} {key}";
            await session.Output.WriteLineAsync($"  {command}    # {before}'s value is not copied; then commit it");
        }

        await session.Output.WriteLineAsync($"  {NextSteps.PushCommand}    # makes it; nothing runs there yet");
        foreach (var environment in environments.Released)
        {
            var (from, name) = (environment.PromotesFrom, environment.Name);
            var (release, effect) = NextSteps.Release(environments, name, $"what {from} has run healthy, live in {name}");
            await session.Output.WriteLineAsync($"  {release}    # {effect}");
        }
    }

    private static IReadOnlyList<string> SecretsOf(string root, string service, string environment)
    {
        var path = ServiceSecrets.PathOf(service, environment);
        var file = Path.Combine(root, path);
        return File.Exists(file) ? ServiceSecrets.NameAndKeys(File.ReadAllText(file), path).Keys : [];
    }
}
