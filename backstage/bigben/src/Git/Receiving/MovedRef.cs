namespace BigBen.Git.Receiving;

/// <summary>
/// Once a ref is where a push wanted it, git says so, whatever became of it afterwards and whoever is no longer there to tell: a push that
/// is reported as rejected would be made again, or its commit taken for lost.
/// </summary>
internal static class MovedRef
{
    /// <summary>Has a handler's refusal stand only where the ref did not move.</summary>
    /// <param name="forge">The forge.</param>
    /// <param name="handler">Decides about the ref.</param>
    /// <param name="line">From the reason of a failure after the ref moved: the last line for the person who pushes.</param>
    public static ReceiveHook.Handler Accept(ForgeRepository forge, ReceiveHook.Handler handler, Func<string, string> line) =>
        async (update, progress, cancellationToken) =>
        {
            var before = await forge.Git.TryObjectIdAsync(update.Ref, cancellationToken);
            if (await ReasonAsync(handler, update, progress, cancellationToken) is not { } reason)
                return RefResult.Accepted;
            if (!await HasMovedAsync(forge.Git, update, before, cancellationToken))
                return RefResult.Refused(reason);
            progress(line(reason));
            return RefResult.Accepted;
        };

    private static async Task<string?> ReasonAsync(
        ReceiveHook.Handler handler, RefUpdate update, Action<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            return (await handler(update, progress, cancellationToken)).Reason;
        }
        catch (PlatformException e)
        {
            return e.Message;
        }
    }

    // On main, records and the pushes of others may lie on top.
    private static async Task<bool> HasMovedAsync(GitCli git, RefUpdate update, string? before, CancellationToken cancellationToken)
    {
        var now = await git.TryObjectIdAsync(update.Ref, cancellationToken);
        if (now == before || update.IsDeletion)
            return now != before;
        return now is not null && (now == update.New || (update.Ref == ForgeRepository.MainRef
            && await git.IsAncestorAsync(update.New, now, cancellationToken)
            && (before is null || !await git.IsAncestorAsync(update.New, before, cancellationToken))));
    }
}
