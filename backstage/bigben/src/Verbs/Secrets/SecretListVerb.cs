using System.CommandLine;

namespace BigBen.Verbs.Secrets;

/// <summary><c>secret list</c>: the names of the values, for which no key is needed.</summary>
internal static class SecretListVerb
{
    public static Verb Create()
    {
        var service = SecretArguments.Service();
        var environment = new Argument<string?>("environment")
        {
            Description = "The environment (default: every one).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Verb("list", "List the names of the values, never the values.", "big-ben.sh secret list service-a developer")
        {
            service, environment,
        }.Does((session, parsed, _) => RunAsync(
            session, parsed.GetValue(service)!, parsed.GetValue(environment)));
    }

    private static async Task RunAsync(Session session, string service, string? environment)
    {
        IReadOnlyList<string> environments = environment is null ? SecretClone.Environments(session.Root, service) : [environment];
        if (environments.Count == 0)
            throw new PlatformException($"There is no service '{service}' with environments in this clone.");
        foreach (var one in environments)
        {
            foreach (var key in SecretClone.Open(session.Root, service, one).Keys())
                await session.Output.WriteLineAsync($"{one} {key}");
        }
    }
}
