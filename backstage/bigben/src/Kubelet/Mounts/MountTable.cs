using BigBen.Foundation.Processes;

namespace BigBen.Kubelet.Mounts;

/// <summary>The mounts of this machine.</summary>
internal static class MountTable
{
    private static readonly string[] Restrictions = ["nosuid", "nodev", "noexec"];

    /// <summary>What the mount that a path is on forbids: <c>nosuid</c>, <c>nodev</c>, <c>noexec</c>.</summary>
    public static IEnumerable<string> RestrictionsOf(string path) =>
        RestrictionsOf(RealPath.Of(path), File.ReadLines("/proc/self/mountinfo"));

    /// <inheritdoc cref="RestrictionsOf(string)"/>
    /// <param name="path">The path, without links.</param>
    /// <param name="table">The lines of <c>mountinfo</c>: field 5 is the place, field 6 what holds for it (proc(5)).</param>
    internal static IEnumerable<string> RestrictionsOf(string path, IEnumerable<string> table)
    {
        // The last one of a place covers those before it.
        var options = table.Select(line => line.Split(' '))
            .Where(fields => fields.Length > 5 && MountPlan.IsBelow(path, Unescaped(fields[4])))
            .OrderBy(fields => fields[4].Length)
            .LastOrDefault()?[5].Split(',') ?? [];
        return Restrictions.Intersect(options);
    }

    private static string Unescaped(string field) => field.Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
