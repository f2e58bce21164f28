using BigBen.Git;

namespace BigBen.ArgoCd.Sources;

/// <summary>Applications are read from a git repository on this machine.</summary>
/// <param name="git">The repository.</param>
/// <param name="url">What Applications call it.</param>
internal class GitSource(GitCli git, string url) : ISourceRepository
{
    /// <inheritdoc/>
    public string Url => url;

    /// <inheritdoc/>
    public Task<string> ResolveAsync(string revision, CancellationToken cancellationToken) =>
        git.ResolveTargetAsync(revision, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken) =>
        git.ObjectHashAsync(commit, path, cancellationToken);

    /// <inheritdoc/>
    public Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken) =>
        git.ExportAsync(commit, path, directory, cancellationToken);

    /// <inheritdoc/>
    public Task ExportFileAsync(string commit, string path, string file, CancellationToken cancellationToken) =>
        git.ExportFileAsync(commit, path, file, cancellationToken);
}
