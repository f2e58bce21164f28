using BigBen.Foundation;

namespace BigBen.ArgoCd.Sources;

/// <summary>The git repository that Applications are read from.</summary>
internal interface ISourceRepository
{
    /// <summary>Its URL as Applications name it in <c>source.repoURL</c>.</summary>
    string Url { get; }

    /// <summary>The commit that a branch, tag or commit id names.</summary>
    /// <exception cref="PlatformException">No such revision.</exception>
    Task<string> ResolveAsync(string revision, CancellationToken cancellationToken);

    /// <summary>The git object id of a file or folder at a commit: the same id, the same content. Null where there is none.</summary>
    Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken);

    /// <summary>Writes a folder as it is at a commit into <paramref name="directory"/>, which is made.</summary>
    Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken);

    /// <summary>The text of a file at a commit.</summary>
    Task<string> ReadFileAsync(string commit, string path, CancellationToken cancellationToken);
}
