using System.Text;
using BigBen.Foundation.Processes;

namespace BigBen.Kubelet.Mounts;

/// <summary>The shell script that makes a container's mounts, run in a mount namespace of its own.</summary>
/// <remarks>
/// It prints a line for each mount that fails, its number and why; then <see cref="Ready"/>, and waits until its input ends. Where paths
/// are missing on this machine, it puts a tree together on a file system in memory and makes it the root: nothing is written to the
/// machine's.
/// </remarks>
/// <param name="plan">The mounts.</param>
/// <param name="root">An empty folder, which the tree is put together on.</param>
internal sealed class MountScript(MountPlan plan, string root)
{
    /// <summary>The line that says that all is done.</summary>
    public const string Ready = "ready";

    // pivot_root(2) takes one, and it is gone with the old tree.
    private const string OldRoot = ".bigben-old";

    private readonly IReadOnlyList<MirroredFolder> _mirrored = [.. plan.Mirrored];
    private readonly StringBuilder _text = new();

    private string Root => _mirrored.Count == 0 ? "" : root;

    /// <summary>The script.</summary>
    /// <param name="table">Where <see cref="Table"/> is.</param>
    public string Text(string table)
    {
        // The pod's programs may be of another user; whatever is made here is as readable as the machine's own folders.
        Line("umask 022; exec 3>&1 >&2");
        if (_mirrored.Count > 0)
            Tree(table);
        foreach (var (mount, number) in plan.Mounts.Select((mount, number) => (mount, number)))
            Mount(mount, number);
        if (_mirrored.Count > 0)
            Line($"mkdir {OldRoot} && pivot_root . {OldRoot} && cd / && umount -l /{OldRoot} && rmdir /{OldRoot} || exit 1");
        Line($"echo {Ready} >&3");
        Line("read -r bigben_end");
        return _text.ToString();
    }

    /// <summary>What of this machine is in the mirrored folders, as a table of mounts (<c>fstab</c>).</summary>
    public string Table() => string.Concat(_mirrored.SelectMany(folder => folder.Folders.Concat(folder.Files)
        .Select(name => Path.Combine(folder.Path, name))
        .Where(path => !IsMirrored(path))
        .Select(path => $"{Escaped(path)} {Escaped(root + path)} none rbind 0 0\n")));

    private bool IsMirrored(string path) => _mirrored.Any(folder => folder.Path == path);

    private void Tree(string table)
    {
        var places = plan.Mounts.Select(mount => mount.Target).ToHashSet();
        Line($"mount -t tmpfs -o mode=755 bigben {ShellWord.QuoteAlways(root)} && cd {ShellWord.QuoteAlways(root)} || exit 1");
        foreach (var folder in _mirrored)
        {
            var own = ShellWord.QuoteAlways(root + folder.Path);
            Line($"mkdir -p {own}; chmod --reference={ShellWord.QuoteAlways(folder.Path)} {own}");
            Line($"chown --reference={ShellWord.QuoteAlways(folder.Path)} {own} 2>/dev/null");
            Line($"cd {own} || exit 1");
            Run("mkdir -p", folder.Folders);
            Run("touch", folder.Files);
            // A link to nowhere may be where a volume goes.
            Run("cp -P -t .", folder.Links.Select(name => Path.Combine(folder.Path, name))
                .Where(path => !places.Any(place => MountPlan.IsBelow(place, path))));
        }

        Line($"cd {ShellWord.QuoteAlways(root)}; mount -a -T {ShellWord.QuoteAlways(table)}");
    }

    private void Mount(PlannedMount mount, int number)
    {
        var (source, target) = (ShellWord.QuoteAlways(mount.Wanted.Source), ShellWord.QuoteAlways(Root + mount.Target));
        var isFolder = Directory.Exists(mount.Wanted.Source);
        var place = _mirrored.Count == 0 ? ""
            : isFolder ? $"mkdir -p {target}; "
            : $"mkdir -p {ShellWord.QuoteAlways(Root + Path.GetDirectoryName(mount.Target))}; [ -e {target} ] || : >{target}; ";
        // In a user namespace what is set already has to be said again.
        var readOnly = mount.Wanted.ReadOnly
            ? $" && mount -o {string.Join(',', ["remount", "bind", "ro", .. MountTable.RestrictionsOf(mount.Wanted.Source)])} {target}"
            : "";
        Line($"bigben_why=$({{ {place}mount --rbind {source} {target}{readOnly}; }} 2>&1) || echo {number} $bigben_why >&3");
    }

    private void Run(string command, IEnumerable<string> names)
    {
        var words = names.Select(ShellWord.QuoteAlways).ToList();
        if (words.Count > 0)
            Line($"{command} -- {string.Join(' ', words)}");
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    // fstab(5) and proc(5) write what would end a field in octal digits.
    private static string Escaped(string path) => string.Concat(path.Select(letter => letter is ' ' or '\t' or '\n' or '\\' or '#'
        ? $"\\{Convert.ToString(letter, 8).PadLeft(3, '0')}"
        : letter.ToString()));
}
