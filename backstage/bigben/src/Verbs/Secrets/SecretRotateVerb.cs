using System.CommandLine;

namespace BigBen.Verbs.Secrets;

/// <summary><c>secret rotate</c>: a new data key, and a new value where a key is named.</summary>
internal static class SecretRotateVerb
{
    public static Verb Create()
    {
        var (service, environment) = (SecretArguments.Service(), SecretArguments.Environment());
        var key = new Argument<string?>("key")
        {
            Description = "A value that is replaced, too: read from standard input or typed unseen.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new Verb(
            "rotate",
            "Encrypt again, with a new data key, for those whom .sops.yaml names now; pods that use it restart.",
            "big-ben.sh secret rotate service-a developer",
            "big-ben.sh secret rotate service-a developer API_KEY")
        {
            service, environment, key,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(service)!,
            parsed.GetValue(environment)!,
            parsed.GetValue(key),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session, string service, string environment, string? key, CancellationToken cancellationToken)
    {
        var clone = SecretClone.Open(session.Root, service, environment);
        var (value, isBase64) = ("", false);
        if (key is not null)
        {
            clone.Require(key);
            (value, isBase64) = await SecretInput.ReadAsync(session, key, cancellationToken);
        }

        using var turn = await SecretClone.TurnAsync(session.State, cancellationToken);
        clone.Rotate(key, value, isBase64);

        await session.Output.WriteLineAsync($"{clone.Path} is encrypted with a new data key{(key is null ? "" : $", and {key} is new")}.");
        await session.Output.WriteLineAsync(clone.Next());
    }
}
