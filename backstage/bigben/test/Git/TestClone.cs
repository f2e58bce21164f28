using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

/// <summary>A person's clone with real git.</summary>
public sealed class TestClone(string path)
{
    private static CancellationToken None => CancellationToken.None;

    public string Path { get; } = path;

    public GitCli Git { get; } = GitCli.OfCheckout(path);

    public static async Task<TestClone> InitAsync(string path)
    {
        Directory.CreateDirectory(path);
        var clone = new TestClone(path);
        await clone.GitAsync("init", "--quiet", "--template=");
        await clone.GitAsync("symbolic-ref", "HEAD", "refs/heads/main");
        return clone;
    }

    public static async Task<TestClone> OfAsync(string source, string path, params string[] options)
    {
        await GitCli.OfCheckout(System.IO.Path.GetTempPath()).OutputAsync(None, ["clone", "--quiet", .. options, source, path]);
        return new TestClone(path);
    }

    public Task<string> GitAsync(params string[] arguments) => Git.OutputAsync(None, arguments);

    public Task<CommandResult> TryGitAsync(params string[] arguments) => Git.RunAsync(None, arguments);

    public async Task<string> CommitAsync(string message, params (string Path, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            var file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--allow-empty", "-m", message);
        return await HeadAsync();
    }

    public Task<string> HeadAsync() => Git.ResolveAsync("HEAD", None);
}
