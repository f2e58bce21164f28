using BigBen.ArgoCd.Sources;
using BigBen.Forge;

namespace BigBen.Tests.ArgoCd;

/// <summary>Applications are read from a bare repository.</summary>
internal sealed class TestSource(Git git) : ISourceRepository
{
    public string Url => "file:///forge.git";

    public Task<string> ResolveAsync(string revision, CancellationToken cancellationToken) => git.ResolveAsync(revision, cancellationToken);

    public Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken) =>
        git.ObjectHashAsync(commit, path, cancellationToken);

    public Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken) =>
        git.ExportAsync(commit, path, directory, cancellationToken);

    public async Task<string> ReadFileAsync(string commit, string path, CancellationToken cancellationToken) =>
        (await git.ReadFileAsync(commit, path, cancellationToken))!;
}
