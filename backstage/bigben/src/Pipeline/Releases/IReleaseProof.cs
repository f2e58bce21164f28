using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Releases;

/// <summary>What a release must prove of an image, beyond that developer was given it.</summary>
internal interface IReleaseProof
{
    /// <summary>Requires the proof for one service of a commit that is to be released.</summary>
    /// <param name="version">The version.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="service">The service.</param>
    /// <param name="digest">Its image.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">There is no such proof.</exception>
    Task RequireAsync(string version, string commit, ServiceSource service, string digest, CancellationToken cancellationToken);
}

/// <summary>The platform itself has seen it healthy in developer, with the chart and values of that commit.</summary>
/// <param name="git">A repository that has the commit.</param>
/// <param name="ledger">Remembers what was seen healthy.</param>
/// <param name="look">Has it remember what is healthy now.</param>
internal sealed class HealthProof(GitCli git, HealthLedger ledger, Func<CancellationToken, Task> look) : IReleaseProof
{
    /// <inheritdoc/>
    public async Task RequireAsync(string version, string commit, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        var key = await HealthKey.AtAsync(git, commit, service, digest, cancellationToken);
        if (ledger.Has(key))
            return;
        await look(cancellationToken);
        if (!ledger.Has(key))
            throw new PlatformException(
                $"{version} is refused: developer has not run {service.Name} of {commit[..7]} (image {digest[..19]} with the chart and " +
                "values of that commit) healthy; push it to main, wait for the proof, then release.");
    }
}
