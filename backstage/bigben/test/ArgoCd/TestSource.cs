using BigBen.ArgoCd.Sources;
using BigBen.Git;

namespace BigBen.Tests.ArgoCd;

/// <summary>Applications are read from a bare repository.</summary>
internal sealed class TestSource(GitCli git) : ISourceRepository
{
    public string Url => "file:///forge.git";

    public Task<string> ResolveAsync(string revision, CancellationToken cancellationToken) =>
        git.ResolveTargetAsync(revision, cancellationToken);

    public Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken) =>
        git.ObjectHashAsync(commit, path, cancellationToken);

    public Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken) =>
        git.ExportAsync(commit, path, directory, cancellationToken);

    public Task ExportFileAsync(string commit, string path, string file, CancellationToken cancellationToken) =>
        git.ExportFileAsync(commit, path, file, cancellationToken);
}
