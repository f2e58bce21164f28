namespace BigBen.ArgoCd.Sources;

/// <summary>The git repository that Applications are read from.</summary>
internal interface ISourceRepository
{
    /// <summary>Its URL as Applications name it in <c>source.repoURL</c>.</summary>
    string Url { get; }

    /// <summary>The commit that Argo CD takes a target revision for.</summary>
    /// <exception cref="PlatformException">No such revision; the sentence is Argo CD's.</exception>
    Task<string> ResolveAsync(string revision, CancellationToken cancellationToken);

    /// <summary>The git object id of a file or folder at a commit: the same id, the same content. Null where there is none.</summary>
    Task<string?> ObjectIdAsync(string commit, string path, CancellationToken cancellationToken);

    /// <summary>Writes a folder as it is at a commit into <paramref name="directory"/>, which is made.</summary>
    Task ExportFolderAsync(string commit, string path, string directory, CancellationToken cancellationToken);

    /// <summary>Writes a file, byte by byte as it is at a commit, to <paramref name="file"/>.</summary>
    /// <exception cref="PlatformException">There is no such file, or it is a symbolic link.</exception>
    Task ExportFileAsync(string commit, string path, string file, CancellationToken cancellationToken);
}
