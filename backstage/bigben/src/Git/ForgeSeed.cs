using System.Text.RegularExpressions;

namespace BigBen.Git;

/// <summary>Makes the forge from what a person has: beside its place first, and moved there once it is whole.</summary>
internal static partial class ForgeSeed
{
    // git-config(1)'s file format: a process for each setting would take longer than all else here.
    private const string Settings = """
        [core]
            # A person's global core.hooksPath would otherwise switch the delivery off; relative paths start at the repository.
            hooksPath = hooks
        [receive]
            denyNonFastForwards = true
            denyDeleteCurrent = refuse
            # A push from a clone with less history than the forge needs is refused by git itself.
            shallowUpdate = false
            # What no clone could check out, such as a folder called "..", is refused by git itself.
            fsckObjects = true
            # The hook refuses all of the last, by which a push could move what others have pushed.
            procReceiveRefs = refs/heads
            procReceiveRefs = refs/tags
            procReceiveRefs = refs/namespaces
        [receive "fsck"]
            # Histories of old have odder modes and times, which harm nobody.
            zeroPaddedFilemode = warn
            badTimezone = warn
        [uploadpack]
            # Those who fetch see main itself and nothing of the namespace for pushes.
            hideRefs = refs/namespaces
        [gc]
            # The collector in the background would outlive the platform.
            autoDetach = false
        [maintenance]
            autoDetach = false

        """;

    public static async Task CreateAsync(string path, string source, CancellationToken cancellationToken)
    {
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        foreach (var leftover in Directory.EnumerateDirectories(parent, $"{Path.GetFileName(path)}.new-*"))
            Directory.Delete(leftover, recursive: true);
        var made = $"{path}.new-{Guid.NewGuid():N}";
        try
        {
            // Argo CD in a cluster reads the forge as another user, whatever the umask of who pushes; who may come near it is the state
            // folder's matter.
            string[] words = ["init", "--quiet", "--bare", "--shared=0644", "--template=", "--initial-branch=main", made];
            var init = new Command("git", words) { Environment = InitEnvironment };
            await init.OutputAsync(cancellationToken);
            var git = GitCli.OfRepository(made);
            if (Path.Exists(Path.Combine(source, ".git")))
                await TakeCloneAsync(git, source, cancellationToken);
            else
                await TakeTreeAsync(git, source, parent, cancellationToken);
            await File.AppendAllTextAsync(Path.Combine(made, "config"), Settings, cancellationToken);
            await FillPushNamespaceAsync(git, cancellationToken);
            Directory.CreateDirectory(Path.Combine(made, "hooks"));
            Directory.Move(made, path);
        }
        finally
        {
            if (Directory.Exists(made))
                Directory.Delete(made, recursive: true);
        }
    }

    // "git init" of a person may name another hash or template by variables.
    private static Dictionary<string, string?> InitEnvironment => new()
    {
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_TEMPLATE_DIR"] = null,
        ["GIT_OBJECT_DIRECTORY"] = null,
        ["GIT_COMMON_DIR"] = null,
        ["GIT_DEFAULT_HASH"] = null,
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_PARAMETERS"] = null,
        ["GIT_CONFIG_COUNT"] = null,
        ["LC_ALL"] = "C",
    };

    private static async Task TakeCloneAsync(GitCli forge, string source, CancellationToken cancellationToken)
    {
        var checkout = GitCli.OfCheckout(source);
        var clone = GitCli.OfRepository(await checkout.OutputAsync(cancellationToken, "rev-parse", "--absolute-git-dir"));
        if (await clone.TryResolveAsync("HEAD", cancellationToken) is null)
            throw new PlatformException(
                $"The repository '{source}' has no commit yet: run 'git add -A' and 'git commit' there, then start again.");
        // Pushed out of the clone rather than fetched: a shallow or partial clone can give everything it has this way.
        await clone.OutputAsync(
            cancellationToken, "push", "--quiet", "--no-verify", "--recurse-submodules=no",
            "--receive-pack=git -c receive.shallowUpdate=true receive-pack", forge.Path, $"HEAD:{ForgeRepository.MainRef}",
            "refs/tags/v*:refs/tags/v*");
    }

    private static async Task TakeTreeAsync(GitCli forge, string source, string state, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string?>
        {
            ["GIT_WORK_TREE"] = source,
            ["GIT_INDEX_FILE"] = Path.Combine(forge.Path, "first-index"),
        };
        var inside = Path.GetRelativePath(source, state);
        // Not by a pathspec: git fails where one names what .gitignore has already.
        var excluded = Path.Combine(forge.Path, "info", "exclude");
        Directory.CreateDirectory(Path.GetDirectoryName(excluded)!);
        if (!inside.StartsWith("..", StringComparison.Ordinal) && inside != ".")
            await File.WriteAllTextAsync(excluded, $"/{Special().Replace(inside, @"\$0")}\n", cancellationToken);
        await forge.OutputAsync(variables, source, ["add", "--all", "--", "."], cancellationToken);
        File.Delete(excluded);
        var tree = await forge.OutputAsync(variables, source, ["write-tree"], cancellationToken);
        File.Delete(variables["GIT_INDEX_FILE"]!);
        if (await forge.OutputAsync(cancellationToken, "ls-tree", "--name-only", tree) == "")
            throw new PlatformException($"'{source}' holds no file to deploy: start in the folder of the repository.");
        var commit = await forge.OutputAsync(cancellationToken, "commit-tree", tree, "-m", "Take in the tree as it was unpacked");
        if (!await forge.TryAdvanceAsync(ForgeRepository.MainRef, commit, null, cancellationToken))
            throw new PlatformException($"The new forge beside '{forge.Path}' was written by somebody else: start again.");
    }

    private static async Task FillPushNamespaceAsync(GitCli forge, CancellationToken cancellationToken)
    {
        var refs = await forge.OutputAsync(
            cancellationToken, "for-each-ref", "--format=%(objectname) %(refname)", ForgeRepository.MainRef, "refs/tags");
        await forge.TryUpdateRefsAsync(
            [.. refs.Split('\n').Select(line => line.Split(' ', 2))
                .Select(words => new RefChange(ForgeRepository.InPushNamespace(words[1]), words[0], null))],
            cancellationToken);
    }

    // What a pattern of gitignore(5) does not take by itself.
    [GeneratedRegex(@"[\\*?\[\]!# ]")]
    private static partial Regex Special();
}
