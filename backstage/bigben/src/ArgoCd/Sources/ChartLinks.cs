namespace BigBen.ArgoCd.Sources;

/// <summary>
/// Symbolic links of a chart. Helm follows them, and would put files of this machine into manifests that everybody may read, so none may
/// lead out of the chart (as Argo CD refuses those which lead out of the repository).
/// </summary>
internal static class ChartLinks
{
    // What Linux follows in one path before it gives up (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>The first link that leads out of a folder, or nowhere by way of too many others; by its path from there, or null.</summary>
    public static string? FirstOutside(string folder)
    {
        var root = Path.GetFullPath(folder);
        return Links(new DirectoryInfo(root)).Select(link => Path.GetRelativePath(root, link)).Order(StringComparer.Ordinal)
            .FirstOrDefault(link => !StaysInside(root, link));
    }

    // A link to a folder is listed and not followed.
    private static IEnumerable<string> Links(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos().SelectMany(entry =>
            entry.LinkTarget is not null ? [entry.FullName]
            : entry is DirectoryInfo inner ? Links(inner)
            : []);

    // Step by step, as the system resolves a path: ".." after a link to a folder is that folder's parent.
    private static bool StaysInside(string root, string path)
    {
        var left = new Stack<string>(path.Split('/').Reverse());
        var place = new List<string>();
        var links = 0;
        while (left.TryPop(out var name))
        {
            if (name is "" or ".")
                continue;
            if (name == "..")
            {
                if (place.Count == 0)
                    return false;
                place.RemoveAt(place.Count - 1);
                continue;
            }

            place.Add(name);
            if (new FileInfo(Path.Combine([root, .. place])).LinkTarget is not { } target)
                continue;
            if (Path.IsPathRooted(target) || ++links > MostLinks)
                return false;
            place.RemoveAt(place.Count - 1);
            foreach (var part in target.Split('/').Reverse())
                left.Push(part);
        }

        return true;
    }
}
