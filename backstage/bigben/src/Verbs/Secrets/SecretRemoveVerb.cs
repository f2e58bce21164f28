namespace BigBen.Verbs.Secrets;

/// <summary><c>secret remove</c>: takes one value out.</summary>
internal static class SecretRemoveVerb
{
    public static Verb Create()
    {
        var (service, environment, key) = (SecretArguments.Service(), SecretArguments.Environment(), SecretArguments.Key());
        return new Verb(
            "remove", "Remove a value; with the last one the file is deleted.", "big-ben.sh secret remove service-a developer API_KEY")
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
        using var turn = await SecretClone.TurnAsync(session.State, cancellationToken);
        clone.Remove(key);
        await session.Output.WriteLineAsync(
            $"{key} is out of {clone.Path}{(clone.IsThere ? "" : ", which had no other and is deleted")}. "
            + "Where it was committed, git's history still has it, encrypted: make it invalid where it is used.");
        await session.Output.WriteLineAsync(clone.Next());
    }
}
