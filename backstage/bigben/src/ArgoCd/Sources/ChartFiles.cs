using BigBen.ArgoCd.Applications;

namespace BigBen.ArgoCd.Sources;

/// <summary>Charts and values files of git as files on disk, kept by their object ids.</summary>
/// <param name="repository">Where they are.</param>
/// <param name="cache">Where they are kept.</param>
internal sealed class ChartFiles(ISourceRepository repository, RenderCache cache)
{
    /// <summary>A chart's folder on disk.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="path">The folder in git; <c>.</c> for the repository's root.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The folder, and the object id of what is in it.</returns>
    /// <exception cref="PlatformException">There is no such folder in git, or a link in it leads out of it.</exception>
    public async Task<(string Folder, string Id)> ChartAsync(string commit, string path, CancellationToken cancellationToken)
    {
        var inGit = path == SourcePath.Root ? "" : path;
        var id = await repository.ObjectIdAsync(commit, inGit, cancellationToken)
            ?? throw new PlatformException($"{path}: app path does not exist");
        var folder = cache.Use("charts", id);
        if (Directory.Exists(folder))
            return (folder, id);
        var fresh = $"{folder}.{Guid.NewGuid():N}";
        try
        {
            await repository.ExportFolderAsync(commit, inGit, fresh, cancellationToken);
            if (ChartLinks.FirstOutside(fresh) is { } link)
                throw new PlatformException($"repository contains out-of-bounds symlinks. file: {path}/{link}");
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another render exported the same tree meanwhile.
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }

        return (folder, id);
    }

    /// <summary>A source's values files: their paths in git, on disk, and their object ids.</summary>
    /// <exception cref="PlatformException">One is not in git, or is a link.</exception>
    public async Task<IReadOnlyList<(string Path, string File, string Id)>> ValuesAsync(
        string commit, HelmSource source, CancellationToken cancellationToken)
    {
        var files = new List<(string Path, string File, string Id)>();
        foreach (var path in source.ValueFiles)
        {
            if (await repository.ObjectIdAsync(commit, path, cancellationToken) is not { } id)
            {
                if (source.IgnoreMissingValueFiles)
                    continue;
                throw new PlatformException(
                    $"open {path}: no such file or directory (the values file is not in git at {commit[..7]})");
            }

            // Named by content and by path, so that Helm's errors speak of a file that people know.
            var file = Path.Combine(cache.Use("values", id), path);
            if (!File.Exists(file))
                await repository.ExportFileAsync(commit, path, file, cancellationToken);
            files.Add((path, file, id));
        }

        return files;
    }
}
