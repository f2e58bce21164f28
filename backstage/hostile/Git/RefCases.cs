namespace BigBen.Hostile.Git;

/// <summary>Branches and tags that mean something else, or nothing.</summary>
internal static class RefCases
{
    public static IReadOnlyList<GitCase> All { get; } =
    [
        Refused("a branch called like a version", "HEAD:refs/heads/v1.2.3"),
        Refused("a tag called main", "HEAD:refs/tags/main"),
        Refused("a tag called HEAD", "HEAD:refs/tags/HEAD"),
        Refused("a branch called like a commit", $"HEAD:refs/heads/{new string('a', 40)}"),
        Refused("a version of one number", "HEAD:refs/tags/v2"),
        Refused("a version with zeros before it", "HEAD:refs/tags/v01.0.0"),
        Refused("a version with an empty pre-release", "HEAD:refs/tags/v1.0.0-"),
        Refused("a version of 200 digits", $"HEAD:refs/tags/v{new string('9', 200)}.0.0"),
        Refused("a hotfix without a release", "HEAD:refs/heads/hotfix/v0.0.1"),
        Refused("a branch below main", "HEAD:refs/heads/main/below"),
        Refused("main away", "--delete", "main"),
        Refused("main backwards", "--force", "HEAD~1:refs/heads/main"),
        Refused("a ref of the pusher's namespace", "HEAD:refs/namespaces/pushed/refs/heads/main"),
        new("a branch of 200 letters", Fate.Taken, _ => Push($"HEAD:refs/heads/{new string('b', 200)}")),
        new("a branch of 5000 letters", Fate.Refused, _ => Push($"HEAD:refs/heads/{new string('b', 5000)}")),
        new("a branch with letters of the world", Fate.Taken, _ => Push("HEAD:refs/heads/\u00e4\u00f6\u4e16\u754c")),
        new("a branch with what shells read", Fate.Taken, _ => Push("HEAD:refs/heads/$(id);`id`'\"&&x")),
        new("a ref of no known kind", Fate.Either, _ => Push("HEAD:refs/meta/config")),
        new("forty branches at once", Fate.Taken, _ => Push([.. Enumerable.Range(0, 40).Select(n => $"HEAD:refs/heads/many/{n}")])),
        new("a good and a bad one, all or nothing", Fate.Refused, _ => Push("--atomic", "HEAD:refs/heads/good", "HEAD:refs/tags/main")),
        new("a version at a blob", Fate.Refused, async git => [$"{await git.BlobAsync("x")}:refs/tags/v1.0.0"]),
        new("a version at a tree", Fate.Refused, _ => Push("HEAD^{tree}:refs/tags/v1.0.1")),
        new("main at a blob", Fate.Refused, async git => ["--force", $"{await git.BlobAsync("x")}:refs/heads/main"]),
        new("a branch at a blob", Fate.Refused, async git => [$"{await git.BlobAsync("x")}:refs/heads/blob"]),
        new("a version at a tag of a tag of a blob", Fate.Refused, async git =>
        {
            await git.GitAsync("tag", "--force", "-a", "-m", "x", "inner", await git.BlobAsync("x"));
            await git.GitAsync("tag", "--force", "-a", "-m", "x", "outer", "inner");
            return ["outer:refs/tags/v1.0.2"];
        }),
        new("main of another history", Fate.Refused, async git =>
            ["--force", $"{await git.GitAsync("commit-tree", "HEAD^{tree}", "-m", "Orphan")}:refs/heads/main"]),
        new("a version of a commit that is not on main", Fate.Refused, async git =>
            [$"{await git.CommitAsync("HEAD^{tree}")}:refs/tags/v9.9.9"]),
    ];

    private static GitCase Refused(string name, params string[] push) => new(name, Fate.Refused, _ => Push(push));

    private static Task<string[]> Push(params string[] push) => Task.FromResult(push);
}
