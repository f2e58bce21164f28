using System.Text;
using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Hostile.Git;

/// <summary>A clone of the platform's repository in which anything is committed.</summary>
/// <param name="path">Its folder.</param>
internal sealed class Attacker(string path)
{
    public const string Main = "HEAD:refs/heads/main";

    private readonly GitCli _git = GitCli.OfCheckout(path);

    /// <summary>Its folder.</summary>
    public string Folder => path;

    /// <summary>Begins anew with the platform's main.</summary>
    public async Task ResetAsync()
    {
        await GitAsync("fetch", "--quiet", ForgeRepository.RemoteName, ForgeRepository.MainRef);
        await GitAsync("read-tree", "--reset", "FETCH_HEAD");
        await GitAsync("update-ref", "--no-deref", "HEAD", "FETCH_HEAD");
        await GitAsync("clean", "-ffdxq");
        await GitAsync("checkout", "--quiet", "--force", "HEAD", "--", ".");
    }

    /// <summary>Runs git and returns what it printed.</summary>
    /// <exception cref="PlatformException">It failed.</exception>
    public Task<string> GitAsync(params string[] arguments) => _git.OutputAsync(CancellationToken.None, arguments);

    /// <summary>Pushes to the platform.</summary>
    public Task<CommandResult> PushAsync(string[] arguments, CancellationToken cancellationToken) =>
        _git.RunAsync(cancellationToken, ["push", ForgeRepository.RemoteName, .. arguments]);

    /// <summary>The place of a file.</summary>
    public string this[string name] => Path.Combine(path, name);

    /// <summary>Writes a file.</summary>
    public Attacker With(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    /// <inheritdoc cref="With(string, byte[])"/>
    public Attacker With(string name, string content) => With(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Adds lines to a file.</summary>
    public Attacker Appending(string name, string lines) => With(name, $"{File.ReadAllText(this[name])}\n{lines}\n");

    /// <summary>Takes a file or folder away.</summary>
    public Attacker Without(string name)
    {
        if (Directory.Exists(this[name]))
            Directory.Delete(this[name], recursive: true);
        else
            File.Delete(this[name]);
        return this;
    }

    /// <summary>Puts a link in the place of whatever is there.</summary>
    public Attacker Linking(string name, string target)
    {
        Without(name);
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.CreateSymbolicLink(this[name], target);
        return this;
    }

    /// <summary>Commits everything and says how to push it to main.</summary>
    public async Task<string[]> ToMainAsync(string message = "Change")
    {
        await GitAsync("add", "--all", "--force");
        await GitAsync("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", message);
        return [Main];
    }

    /// <summary>Commits an entry of any mode and name, which need not be in the folder.</summary>
    /// <param name="mode">Its mode, such as 160000 for a submodule.</param>
    /// <param name="id">Its object.</param>
    /// <param name="name">Its path.</param>
    public async Task<string[]> EntryToMainAsync(string mode, string id, string name)
    {
        await GitAsync("rm", "--quiet", "-r", "--cached", "--ignore-unmatch", "--", name);
        await GitAsync("update-index", "--add", "--cacheinfo", $"{mode},{id},{name}");
        await GitAsync("commit", "--quiet", "-m", "Change");
        return [Main];
    }

    /// <summary>An object of a text.</summary>
    public async Task<string> BlobAsync(string text)
    {
        var file = Path.Combine(path, ".git", "hostile-blob");
        await File.WriteAllTextAsync(file, text);
        return await GitAsync("hash-object", "-w", "--no-filters", file);
    }

    /// <summary>A tree of lines as <c>git ls-tree</c> prints them; names may be what git itself would never write.</summary>
    public Task<string> TreeAsync(params (string Mode, string Id, byte[] Name)[] entries)
    {
        var file = Path.Combine(path, ".git", "hostile-tree");
        File.WriteAllBytes(
            file,
            [.. entries.SelectMany(entry =>
                (byte[])[.. Encoding.ASCII.GetBytes($"{entry.Mode} "), .. entry.Name, 0, .. Convert.FromHexString(entry.Id)])]);
        return GitAsync("hash-object", "-w", "-t", "tree", "--literally", file);
    }

    /// <summary>Main's tree with one more entry at its top, as a commit on main.</summary>
    public async Task<string[]> TopEntryToMainAsync(string mode, string id, byte[] name)
    {
        var lines = await GitAsync("ls-tree", "HEAD");
        var entries = lines.Split('\n').Select(line => line.Split(' ', '\t'))
            .Select(words => (words[0].TrimStart('0'), words[2], Encoding.UTF8.GetBytes(words[3])));
        var tree = await TreeAsync([.. entries, (mode, id, name)]);
        return [$"{await CommitAsync(tree)}:refs/heads/main"];
    }

    /// <summary>A commit of a tree on top of HEAD.</summary>
    public Task<string> CommitAsync(string tree) => GitAsync("commit-tree", tree, "-p", "HEAD", "-m", "Change");
}
