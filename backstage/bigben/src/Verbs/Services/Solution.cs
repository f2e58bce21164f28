namespace BigBen.Verbs.Services;

/// <summary>The solution, which lists every project by nature; <c>dotnet sln</c> edits it.</summary>
internal static class Solution
{
    /// <summary>Its file, at the top of the repository.</summary>
    public const string File = "BigBen.slnx";

    /// <summary>Takes out the projects below a folder.</summary>
    /// <param name="root">The top of the work tree.</param>
    /// <param name="folder">The folder, from there.</param>
    /// <param name="cancellationToken">Kills the tool.</param>
    /// <exception cref="PlatformException">The solution cannot be read or written.</exception>
    public static async Task RemoveAsync(string root, string folder, CancellationToken cancellationToken)
    {
        var text = await System.IO.File.ReadAllTextAsync(Path.Combine(root, File), cancellationToken);
        var listed = Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetRelativePath(root, project))
            .Where(project => text.Contains($"\"{project}\"", StringComparison.Ordinal))
            .ToArray();
        if (listed.Length > 0)
            await DotnetTool.RunAsync(root, ["sln", File, "remove", .. listed], cancellationToken);
    }
}
