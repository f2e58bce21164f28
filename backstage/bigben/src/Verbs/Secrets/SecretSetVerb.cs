using BigBen.Secrets;

namespace BigBen.Verbs.Secrets;

/// <summary><c>secret set</c>: sets one value.</summary>
internal static class SecretSetVerb
{
    public static Verb Create()
    {
        var (service, environment, key) = (SecretArguments.Service(), SecretArguments.Environment(), SecretArguments.Key());
        return new Verb(
            "set",
            "Set a value, read from standard input or typed unseen. The first one makes your age key and .sops.yaml.",
            "big-ben.sh secret set service-a developer API_KEY")
        {
            service, environment, key,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(service)!,
            parsed.GetValue(environment)!,
            parsed.GetValue(key)!,
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session, string service, string environment, string key, CancellationToken cancellationToken)
    {
        var clone = SecretClone.Open(session.Root, service, environment);
        SecretClone.RequireKey(key);
        var first = clone.Keys().Count == 0;
        var (value, isBase64) = await SecretInput.ReadAsync(session, key, cancellationToken);
        using var turn = await SecretClone.TurnAsync(session.State, cancellationToken);
        var made = clone.Set(key, value, isBase64);
        var output = session.Output;
        if (made is not null)
        {
            await output.WriteLineAsync(
                $"Made your age key {made.Recipient} in '{KeyFile.OfUser().Path}'. Keep a copy of that file in a safe place: "
                + "without it nobody can read what is encrypted to it.");
        }

        await output.WriteLineAsync($"{key} is set in {clone.Path}, encrypted{(isBase64 ? ", as bytes: it is not text" : "")}.");
        if (first && !clone.IsNamedInValues())
        {
            await output.WriteLineAsync(
                $"The service gets it by its values.yaml: envFrom: [{{secretRef: {{name: {ServiceSecrets.NameOf(service)}}}}}]");
        }

        await output.WriteLineAsync(clone.Next());
    }
}
