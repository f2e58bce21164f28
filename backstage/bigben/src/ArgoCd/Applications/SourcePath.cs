namespace BigBen.ArgoCd.Applications;

/// <summary>Paths in the repository of a source.</summary>
internal static class SourcePath
{
    /// <summary>The root of the repository.</summary>
    public const string Root = ".";

    /// <summary>A path from the repository's root, without <c>.</c> and <c>..</c> in it; null where it leads out of it.</summary>
    /// <param name="folder">What it is relative to, where it does not begin with a slash.</param>
    /// <param name="path">The path as it is written.</param>
    public static string? Resolve(string folder, string path)
    {
        var segments = new List<string>();
        foreach (var segment in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/').Where(part => part is not ("" or Root)))
        {
            if (segment != "..")
                segments.Add(segment);
            else if (segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else
                return null;
        }

        return segments.Count == 0 ? Root : string.Join('/', segments);
    }
}
