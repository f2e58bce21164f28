namespace BigBen.Images;

/// <summary>Says what a store of images has, to whoever asks for something that it has not.</summary>
internal static class KnownImages
{
    private const int Most = 5;

    /// <summary>What may have been meant: the newest tags of the repository; without such a repository, those of every other one.</summary>
    /// <param name="root">The store's folder.</param>
    /// <param name="repository">The repository that was asked for.</param>
    public static string Like(string root, string repository)
    {
        var asked = Path.Combine(root, repository);
        var folders = Directory.Exists(asked) ? [asked] : Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        var tags = folders.Select(folder => new DirectoryInfo(Path.Combine(folder, "tags")))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles())
            .Where(file => ImageReference.TagPattern().IsMatch(file.Name))
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .Select(file => $"{file.Directory!.Parent!.Name}:{file.Name}")
            .ToList();
        if (tags.Count == 0)
            return "no image is there yet";
        return $"there are {string.Join(", ", tags.Take(Most))}{(tags.Count > Most ? $" and {tags.Count - Most} more" : "")}";
    }
}
