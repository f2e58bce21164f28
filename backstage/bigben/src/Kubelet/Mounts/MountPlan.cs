using BigBen.Foundation.Processes;

namespace BigBen.Kubelet.Mounts;

/// <summary>How the mounts of a container are made, and which are not.</summary>
internal sealed class MountPlan
{
    // A folder with more is no place for a volume, and its mirror would take longer than most programs to start.
    private const int MostEntries = 500;

    private readonly IReadOnlyList<string> _needed;
    private readonly int _mostEntries;
    private readonly List<PlannedMount> _mounts = [];
    private readonly List<MissingMount> _missing = [];
    private readonly Dictionary<string, MirroredFolder> _mirrored = [];

    private MountPlan(IReadOnlyList<string> needed, int mostEntries)
    {
        _needed = needed;
        _mostEntries = mostEntries;
    }

    /// <summary>The mounts, in the order in which they are made.</summary>
    public IReadOnlyList<PlannedMount> Mounts => _mounts;

    /// <summary>The mounts that are not made.</summary>
    public IReadOnlyList<MissingMount> Missing => _missing;

    /// <summary>The folders that the container gets as its own, <c>/</c> the first; none where every path is there already.</summary>
    public IEnumerable<MirroredFolder> Mirrored => _mirrored.Values.OrderBy(folder => Depth(folder.Path));

    /// <summary>Plans; makes the places of mounts that are in other volumes, as Kubernetes does.</summary>
    /// <param name="wanted">The mounts.</param>
    /// <param name="needed">Paths of this machine without which the container's program does not run.</param>
    /// <param name="mostEntries">How many entries a folder may have at most that is mirrored.</param>
    public static MountPlan Of(IEnumerable<WantedMount> wanted, IReadOnlyList<string> needed, int mostEntries = MostEntries)
    {
        var plan = new MountPlan([.. needed.Select(RealPath.Of)], mostEntries);
        foreach (var mount in wanted.OrderBy(mount => Depth(mount.Path)))
        {
            if (plan.Add(mount) is { } why)
                plan._missing.Add(new MissingMount(mount, why));
        }

        return plan;
    }

    /// <summary>Whether a path is a folder or below it.</summary>
    public static bool IsBelow(string path, string folder) =>
        folder == "/" || path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);

    private static int Depth(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;

    private string? Add(WantedMount mount)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(mount.Path, "/"));
        var there = path;
        while (!Path.Exists(there))
            there = Path.GetDirectoryName(there)!;
        var rest = path[there.Length..].TrimStart('/');
        var real = RealPath.Of(there);
        var target = rest.Length == 0 ? real : Path.Combine(real, rest);
        if (_needed.FirstOrDefault(needed => IsBelow(needed, target)) is { } hidden)
            return $"it would hide {hidden}, without which nothing runs";
        var why = _mounts.FindLast(outer => IsBelow(target, outer.Target) && target != outer.Target) is { } volume
            ? MakePlace(mount, Path.Combine(volume.Wanted.Source, target[(volume.Target.Length + 1)..]))
            : rest.Length > 0 ? Mirror(real)
            : Directory.Exists(target) == Directory.Exists(mount.Source) ? null
            : $"there is a {(Directory.Exists(target) ? "folder" : "file")} on this machine, and the volume has none";
        if (why is null)
            _mounts.Add(new PlannedMount(mount, target));
        return why;
    }

    private static string? MakePlace(WantedMount mount, string place)
    {
        try
        {
            if (Path.Exists(place))
                return null;
            if (Directory.Exists(mount.Source))
            {
                Directory.CreateDirectory(place);
                return null;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Create(place).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"its place in another volume cannot be made: {e.Message}";
        }
    }

    // Every folder above as well, for the container's tree is put together in one place.
    private string? Mirror(string folder)
    {
        if (File.Exists(folder))
            return $"{folder} is a file on this machine";
        try
        {
            var read = Above(folder).Where(path => !_mirrored.ContainsKey(path)).Select(MirroredFolder.Read).ToList();
            if (read.FirstOrDefault(mirrored => mirrored.Count > _mostEntries) is { } large)
                return $"{large.Path} has no such entry, and too many others to be mirrored ({large.Count}, at most {_mostEntries})";
            foreach (var mirrored in read)
                _mirrored[mirrored.Path] = mirrored;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"a folder above it cannot be read: {e.Message}";
        }
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
            yield return path;
    }
}
