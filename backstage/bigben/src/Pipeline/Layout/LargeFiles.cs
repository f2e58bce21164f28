using BigBen.Git;

namespace BigBen.Pipeline.Layout;

/// <summary>
/// Files of Git LFS. What git itself has of them is a pointer of three lines, which a build would take for the file: their store is the
/// server that people cloned from, not this repository.
/// </summary>
internal static class LargeFiles
{
    // The first line of every pointer, and of nothing else (git-lfs, docs/spec.md).
    private const string Pointer = "version https://git-lfs.github.com/spec/v1";

    /// <summary>Requires that a commit has none where images and manifests are made of them.</summary>
    /// <exception cref="PlatformException">It has; names the files.</exception>
    public static async Task RequireNoneAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(
            cancellationToken,
            ["grep", "--name-only", "-z", "-I", "--fixed-strings", $"-e{Pointer}", revision, "--", .. ServiceLayout.Delivered]);
        var pointers = new List<string>();
        foreach (var hit in found.Output.Split(['\0', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            // "<revision>:<path>"; a document may speak of pointers and is none.
            var path = hit[(revision.Length + 1)..];
            if ((await git.ReadFileAsync(revision, path, cancellationToken))?.StartsWith(Pointer, StringComparison.Ordinal) is true)
                pointers.Add(path);
        }

        if (pointers.Count > 0)
        {
            throw new PlatformException(
                $"{string.Join(", ", pointers.Take(3))}{(pointers.Count > 3 ? $" and {pointers.Count - 3} more" : "")} "
                + $"{(pointers.Count == 1 ? "is a pointer" : "are pointers")} of Git LFS, whose files this repository does not have: "
                + "commit the files themselves ('git lfs migrate export'), and push again.");
        }
    }
}
