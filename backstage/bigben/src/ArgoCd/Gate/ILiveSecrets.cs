namespace BigBen.ArgoCd.Gate;

/// <summary>The Secrets that a cluster has.</summary>
internal interface ILiveSecrets
{
    /// <summary>Whether operators run there that make Secrets from objects of their own kinds.</summary>
    bool HasOperators { get; }

    /// <summary>Looks a Secret up; never at its values.</summary>
    /// <returns>The Secret; null where there is none.</returns>
    /// <exception cref="PlatformException">The API does not answer.</exception>
    Task<LiveSecret?> FindAsync(string ns, string name, CancellationToken cancellationToken);
}

/// <summary>A Secret that is there.</summary>
/// <param name="Keys">Its keys; null where nobody may look, and so it may have any.</param>
/// <param name="Application">The Application that takes it away once git has it no more; null where none does.</param>
internal sealed record LiveSecret(IReadOnlyCollection<string>? Keys, string? Application);
