namespace BigBen.Git;

public sealed partial class GitCli
{
    // The mode of a symbolic link in a tree.
    private const string SymbolicLink = "120000";

    /// <summary>Writes a folder of a revision, as it is in git, into a directory.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="path">The folder inside the repository; empty for all of it.</param>
    /// <param name="directory">Where the folder's content goes; made where missing, and files of the same name are replaced.</param>
    /// <param name="cancellationToken">Stops the work half-way.</param>
    /// <exception cref="PlatformException">There is no such folder at that revision, or the directory cannot be written.</exception>
    public async Task ExportAsync(string revision, string path, string directory, CancellationToken cancellationToken)
    {
        var tree = await TryObjectIdAsync(path.Length == 0 ? $"{revision}^{{tree}}" : $"{revision}:{path}", cancellationToken)
            ?? throw new PlatformException($"There is no folder '{path}' at {revision} in '{Path}'.");
        using var scratch = new Scratch();
        var folder = Directory.CreateDirectory(directory).FullName;
        var repository = gitDirectory ?? await OutputAsync(cancellationToken, "rev-parse", "--absolute-git-dir");
        var variables = new Dictionary<string, string?>
        {
            ["GIT_DIR"] = repository,
            ["GIT_INDEX_FILE"] = scratch.File("index"),
            ["GIT_WORK_TREE"] = folder,
        };
        await OutputAsync(CommandFor(variables, "read-tree", tree) with { WorkingDirectory = folder }, cancellationToken);
        var checkout = CommandFor(variables, "checkout-index", "--all", "--force") with { WorkingDirectory = folder };
        await OutputAsync(checkout, cancellationToken);
    }

    /// <summary>Writes a file of a revision, byte by byte as it is in git.</summary>
    /// <param name="revision">The commit.</param>
    /// <param name="path">The file inside the repository.</param>
    /// <param name="file">Where it goes; it appears whole or not at all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">There is no such file at that revision, it is a link, or it cannot be written.</exception>
    public async Task ExportFileAsync(string revision, string path, string file, CancellationToken cancellationToken)
    {
        // "<mode> <type> <object>\t<path>" (git-ls-tree(1)).
        var entry = await OutputAsync(cancellationToken, "ls-tree", "--full-tree", revision, "--", path);
        var words = entry.Split([' ', '\t'], 4);
        if (words is not [var mode, "blob", var blob, _])
            throw new PlatformException($"There is no file '{path}' at {revision} in '{Path}'.");
        if (mode == SymbolicLink)
            throw new PlatformException($"'{path}' is a symbolic link: put the file itself there, and push again.");
        var folder = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!).FullName;
        var repository = gitDirectory ?? await OutputAsync(cancellationToken, "rev-parse", "--absolute-git-dir");
        var variables = new Dictionary<string, string?> { ["GIT_DIR"] = repository };
        var unpacked = await OutputAsync(CommandFor(variables, "unpack-file", blob) with { WorkingDirectory = folder }, cancellationToken);
        File.Move(System.IO.Path.Combine(folder, unpacked), file, overwrite: true);
    }

    /// <summary>
    /// Makes a work folder equal to a commit. Files which are already right keep their time stamps, so an incremental build stays
    /// incremental; one folder for what is built stays, and no other file, ignored or not: it would get into the image of another commit.
    /// A folder that git can no longer make sense of is made again.
    /// </summary>
    /// <param name="commit">The commit.</param>
    /// <param name="workTree">The folder, used for nothing else and by one process at a time.</param>
    /// <param name="keep">The folder in it that is not git's, such as <c>artifacts</c>.</param>
    /// <param name="cancellationToken">Stops the work half-way; the next call repairs it.</param>
    public async Task CheckoutAsync(string commit, string workTree, string keep, CancellationToken cancellationToken)
    {
        var index = $"{workTree}.index";
        Directory.CreateDirectory(workTree);
        // Whoever held the lock is dead: the folder is used by one process at a time.
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(index))!);
        File.Delete($"{index}.lock");
        if (!await TryCheckoutAsync(commit, workTree, index, keep, cancellationToken))
        {
            File.Delete(index);
            if (Directory.Exists(workTree))
                Directory.Delete(workTree, recursive: true);
            if (!await TryCheckoutAsync(commit, workTree, index, keep, cancellationToken))
                throw new PlatformException(
                    $"The work folder '{workTree}' cannot be written for commit {commit}: free some space or fix its rights, " +
                    "then run the command again.");
        }
    }

    private async Task<bool> TryCheckoutAsync(
        string commit, string workTree, string index, string keep, CancellationToken cancellationToken)
    {
        // Made again after the folder was deleted to start again.
        var folder = Directory.CreateDirectory(workTree).FullName;
        var variables = new Dictionary<string, string?>
        {
            ["GIT_INDEX_FILE"] = System.IO.Path.GetFullPath(index),
            ["GIT_WORK_TREE"] = folder,
        };
        string[][] steps = [["read-tree", "-u", "--reset", commit], ["clean", "-ffdx", "--quiet", $"--exclude=/{keep}/"]];
        foreach (var arguments in steps)
        {
            var command = CommandFor(variables, arguments) with { WorkingDirectory = folder };
            if (!(await command.RunAsync(cancellationToken)).Succeeded)
                return false;
        }

        return true;
    }
}
