using BigBen.ArgoCd.Sources;
using BigBen.Git;

namespace BigBen.Platforms.Local;

/// <summary>Applications are read from the forge.</summary>
/// <param name="forge">The forge.</param>
/// <param name="url">What Applications call it; its folder on this machine by default.</param>
internal sealed class ForgeSource(ForgeRepository forge, string? url = null) : ISourceRepository
{
    /// <inheritdoc/>
    public string Url => url ?? new Uri(forge.Path).AbsoluteUri;

    /// <inheritdoc/>
    public Task<string> ResolveAsync(string revision, CancellationToken cancellationToken) =>
        forge.Git.ResolveTargetAsync(revision, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken) =>
        forge.Git.ObjectHashAsync(commit, path, cancellationToken);

    /// <inheritdoc/>
    public Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken) =>
        forge.Git.ExportAsync(commit, path, directory, cancellationToken);

    /// <inheritdoc/>
    public Task ExportFileAsync(string commit, string path, string file, CancellationToken cancellationToken) =>
        forge.Git.ExportFileAsync(commit, path, file, cancellationToken);
}
