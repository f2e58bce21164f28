using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Releases;

/// <summary>What a release must prove of an image, beyond that the environment before was given it.</summary>
internal interface IReleaseProof
{
    /// <summary>Requires the proof for one service of a commit that is to be released.</summary>
    /// <param name="version">The version.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="before">The environment that the release promotes from.</param>
    /// <param name="service">The service.</param>
    /// <param name="digest">Its image.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">There is no such proof.</exception>
    Task RequireAsync(
        string version, string commit, string before, ServiceSource service, string digest, CancellationToken cancellationToken);

    /// <summary>Takes note of what an environment runs as of now, for the releases to the next one.</summary>
    Task RememberAsync(string environment, CancellationToken cancellationToken) => Task.CompletedTask;
}
