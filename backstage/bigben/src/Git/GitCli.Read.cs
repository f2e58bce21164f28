using System.Text.RegularExpressions;

namespace BigBen.Git;

public sealed partial class GitCli
{
    /// <summary>The commit that a revision (branch, tag, full or abbreviated commit id) names, or null where it names none.</summary>
    public async Task<string?> TryResolveAsync(string revision, CancellationToken cancellationToken) =>
        await TryObjectIdAsync($"{revision}^{{commit}}", cancellationToken);

    /// <summary>The object that a ref points at, a tag object itself where it is one; null where there is no such ref.</summary>
    public async Task<string?> TryObjectIdAsync(string name, CancellationToken cancellationToken) =>
        (await objects.AskAsync(name, cancellationToken))?.Id;

    /// <summary>The commit that a revision names, as a full id.</summary>
    /// <exception cref="PlatformException">There is no such revision.</exception>
    public async Task<string> ResolveAsync(string revision, CancellationToken cancellationToken) =>
        await TryResolveAsync(revision, cancellationToken)
        ?? throw new PlatformException(
            $"The revision '{revision}' is unknown in '{Path}': name a commit, a branch or a tag which has been pushed there.");

    /// <summary>The id of a file's content or of a folder's tree at a revision, or null where the path does not exist there.</summary>
    public Task<string?> ObjectHashAsync(string revision, string path, CancellationToken cancellationToken) =>
        TryObjectIdAsync($"{revision}:{path}", cancellationToken);

    /// <summary>The text of a file at a revision, or null where there is no such file.</summary>
    /// <exception cref="PlatformException">The path is a folder.</exception>
    public async Task<string?> ReadFileAsync(string revision, string path, CancellationToken cancellationToken) =>
        await contents.AskAsync($"{revision}:{path}", cancellationToken) switch
        {
            null => null,
            { Type: "blob" } file => file.Text,
            var other => throw new PlatformException($"'{path}' cannot be read at {revision} in '{Path}': it is a {other.Type}, no file"),
        };

    /// <summary>
    /// Every file under a folder (empty: the top) at a revision, by its path from the top; empty where there is no such folder.
    /// </summary>
    public async Task<IReadOnlyList<string>> ListFilesAsync(string revision, string folder, CancellationToken cancellationToken)
    {
        string[] within = folder.Length == 0 ? [] : ["--", $"{folder}/"];
        var output = await OutputAsync(cancellationToken, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, .. within]);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether <paramref name="ancestor"/> is <paramref name="commit"/> or one of its ancestors.</summary>
    public async Task<bool> IsAncestorAsync(string ancestor, string commit, CancellationToken cancellationToken)
    {
        var result = await RunAsync(cancellationToken, "merge-base", "--is-ancestor", ancestor, commit);
        return result.ExitCode switch
        {
            0 => true,
            1 => false,
            _ => throw new PlatformException($"The commits {ancestor} and {commit} cannot be compared in '{Path}': {Reason(result)}"),
        };
    }

    /// <summary>The newest commit that both have; null where they have none in common.</summary>
    public async Task<string?> MergeBaseAsync(string left, string right, CancellationToken cancellationToken)
    {
        var result = await RunAsync(cancellationToken, "merge-base", left, right);
        return result.ExitCode switch
        {
            0 => result.Output.TrimEnd('\n'),
            1 => null,
            _ => throw new PlatformException($"The commits {left} and {right} cannot be compared in '{Path}': {Reason(result)}"),
        };
    }

    /// <summary>Whether first parents lead from a commit to an ancestor of it, or it is that itself.</summary>
    /// <param name="ancestor">The ancestor.</param>
    /// <param name="commit">Where to begin.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<bool> IsOnFirstParentsAsync(string ancestor, string commit, CancellationToken cancellationToken)
    {
        var output = await OutputAsync(cancellationToken, "rev-list", "--first-parent", "--parents", $"{ancestor}..{commit}");
        // Each line is a commit and its parents; the last is where the ancestor's own history begins.
        return output.Length == 0 || output.Split('\n')[^1].Split(' ').ElementAtOrDefault(1) == ancestor;
    }

    /// <summary>The paths that differ between two commits.</summary>
    public async Task<IReadOnlyList<string>> ChangedPathsAsync(string from, string to, CancellationToken cancellationToken)
    {
        var output = await OutputAsync(cancellationToken, "diff", "--name-only", "--no-renames", "-z", from, to);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The last commit, seen from a revision, that touched any of the pathspecs; null where none did.</summary>
    public async Task<string?> LastCommitTouchingAsync(
        string revision, IReadOnlyList<string> pathspecs, CancellationToken cancellationToken)
    {
        var output = await OutputAsync(cancellationToken, ["log", "-1", "--format=%H", revision, "--", .. pathspecs]);
        return output.Length == 0 ? null : output;
    }

    /// <summary>When a commit was made.</summary>
    public async Task<DateTimeOffset> CommittedAtAsync(string commit, CancellationToken cancellationToken) =>
        DateTimeOffset.Parse(
            await OutputAsync(cancellationToken, "log", "-1", "--format=%cI", commit), CultureInfo.InvariantCulture);

    /// <summary>The value of a trailer in a commit's message (git-interpret-trailers(1)); null where it has none.</summary>
    public async Task<string?> TrailerAsync(string commit, string key, CancellationToken cancellationToken)
    {
        var value = await OutputAsync(cancellationToken, "log", "-1", $"--format=%(trailers:key={key},valueonly)", commit);
        return value.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The commits of a branch itself, without those of what was merged into it, that have a trailer; the newest first.</summary>
    /// <param name="revision">The branch's tip.</param>
    /// <param name="key">The trailer.</param>
    /// <param name="value">Its value; null for any.</param>
    /// <param name="others">Which other trailers are read.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">The revision is unknown.</exception>
    public async Task<IReadOnlyList<TrailerCommit>> WithTrailerAsync(
        string revision, string key, string? value, IReadOnlyList<string> others, CancellationToken cancellationToken)
    {
        var pattern = $"^{key}: {(value is null ? "" : $"{Regex.Escape(value)}$")}";
        // Whoever writes a message may put anything but a zero byte into it.
        var format = string.Concat(others.Select(other => $"%x00%(trailers:key={other},valueonly,unfold,separator=%x2c)"));
        var output = await OutputAsync(
            cancellationToken,
            "log", "--first-parent", "--no-show-signature", "--extended-regexp", $"--grep={pattern}",
            $"--format=%H%x00%cI%x00%s{format}", revision, "--");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\0'))
            .Select(fields => new TrailerCommit(
                fields[0], DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture), fields[2], fields[3..]))];
    }

    /// <summary>
    /// The commits, seen from a revision, that changed a file; the newest first. Every line of history counts, also one whose changes a
    /// merge found undone; a merge itself only where it has another file than each of its parents.
    /// </summary>
    /// <param name="revision">Where to begin.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="grep">What a line of their messages matches, as an extended regular expression; null for all.</param>
    public async Task<IReadOnlyList<string>> LogAsync(
        string revision, string path, CancellationToken cancellationToken, string? grep = null)
    {
        string[] only = grep is null ? [] : ["--extended-regexp", $"--grep={grep}"];
        // A combined diff of a merge names the files that differ from all parents (git-diff-tree(1)).
        var output = await OutputAsync(
            cancellationToken,
            [
                "log", "--topo-order", "--full-history", "-c", "--root", "--name-only", "--no-renames", .. only, "--format=%x1e%H",
                revision, "--", path,
            ]);
        return [.. output.Split('\u001e').Select(entry => entry.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(lines => lines.Length > 1).Select(lines => lines[0])];
    }

    /// <summary>Whether a commit is one of several, or an ancestor of one; those that are not here count for nothing.</summary>
    public async Task<bool> IsWithinAsync(string commit, IReadOnlyCollection<string> others, CancellationToken cancellationToken) =>
        others.Count > 0 && (await OutputAsync(
            cancellationToken, ["rev-list", "--ignore-missing", "--max-count=1", commit, "--not", .. others])).Length == 0;

    /// <summary>The commits that lead to a revision, less those that lead to another; the newest first.</summary>
    /// <param name="revision">Where to begin.</param>
    /// <param name="except">What is left out with everything below it; null for nothing.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">A revision is unknown.</exception>
    public async Task<IReadOnlyList<CommitInfo>> CommitsAsync(
        string revision, string? except, int most, CancellationToken cancellationToken)
    {
        // Whoever writes a subject or a name may put anything but a zero byte into it.
        string[] range = except is null ? [revision] : [revision, $"^{except}"];
        var output = await OutputAsync(
            cancellationToken,
            [
                "log", $"-{most}", "--no-show-signature", "--name-only", "--format=%x00%H%x00%an%x00%cI%x00%s%x00", "--end-of-options",
                .. range, "--",
            ]);
        return [.. output.Split('\0').Skip(1).Chunk(CommitInfo.Fields).Select(CommitInfo.Of)];
    }

    /// <summary>What a commit changes, in git's own words: a unified diff.</summary>
    public Task<string> DiffAsync(string before, string after, CancellationToken cancellationToken) =>
        OutputAsync(cancellationToken, "diff", "--no-color", "--no-ext-diff", "--no-textconv", before, after, "--");

    /// <summary>The text of a file at each of several commits, in their order; null where a commit has no such file.</summary>
    public Task<IReadOnlyList<string?>> ReadFileAtEachAsync(
        IReadOnlyList<string> commits, string path, CancellationToken cancellationToken) =>
        ReadEachAsync([.. commits.Select(commit => $"{commit}:{path}")], cancellationToken);

    /// <summary>The texts of several files at one revision, by path; what is not a file there is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadFilesAsync(
        string revision, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var texts = await ReadEachAsync([.. paths.Select(path => $"{revision}:{path}")], cancellationToken);
        return paths.Zip(texts).Where(file => file.Second is not null).ToDictionary(file => file.First, file => file.Second!);
    }

    private async Task<IReadOnlyList<string?>> ReadEachAsync(IReadOnlyList<string> objects, CancellationToken cancellationToken)
    {
        var texts = new List<string?>();
        foreach (var name in objects)
            texts.Add(await contents.AskAsync(name, cancellationToken) is { Type: "blob" } file ? file.Text : null);
        return texts;
    }

    /// <summary>The short names of the tags that match a pattern, such as <c>v*</c>, and the commits they lead to.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(string pattern, CancellationToken cancellationToken)
    {
        const string format = "--format=%(refname:strip=2) %(objecttype) %(objectname) %(*objecttype) %(*objectname)";
        var output = await OutputAsync(cancellationToken, "for-each-ref", format, $"refs/tags/{pattern}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words.Contains("commit"))
            .ToDictionary(words => words[0], words => words[Array.IndexOf(words, "commit") + 1]);
    }
}
