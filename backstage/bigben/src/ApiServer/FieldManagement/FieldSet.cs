namespace BigBen.ApiServer.FieldManagement;

/// <summary>
/// Paths of fields, Kubernetes' <c>fieldpath.Set</c>: a tree of <see cref="PathElement"/>s in which a path may be a member without those
/// below it, and those below without it.
/// </summary>
internal sealed class FieldSet
{
    private const string Self = ".";

    private readonly SortedDictionary<string, FieldSet> _below = new(StringComparer.Ordinal);

    /// <summary>Whether the path that leads here is in the set.</summary>
    public bool IsMember { get; private set; }

    /// <summary>Whether there is any path below this one.</summary>
    public bool HasBelow => _below.Count > 0;

    /// <summary>Whether there is no path at all.</summary>
    public bool IsEmpty => !IsMember && !HasBelow;

    /// <summary>Reads <c>FieldsV1</c>; null where it is none.</summary>
    public static FieldSet? Parse(JsonNode? fields)
    {
        if (fields is not JsonObject map)
            return null;
        var set = new FieldSet();
        foreach (var (element, below) in map)
        {
            if (element == Self)
                set.IsMember = true;
            else if (PathElement.IsOne(element) && Parse(below) is { } child)
                set._below[element] = child;
            else
                return null;
        }

        foreach (var leaf in set._below.Values.Where(child => child.IsEmpty))
            leaf.IsMember = true;
        return set;
    }

    /// <summary>The paths a step further; null where there are none.</summary>
    public FieldSet? Below(string element) => _below.GetValueOrDefault(element);

    /// <summary>Adds a path.</summary>
    public void Insert(IEnumerable<string> path)
    {
        var set = this;
        foreach (var element in path)
        {
            if (!set._below.TryGetValue(element, out var below))
                set._below[element] = below = new FieldSet();
            set = below;
        }

        set.IsMember = true;
    }

    /// <summary>The paths that are in either.</summary>
    public FieldSet Union(FieldSet other) => Combined(this, other, (here, there) => here || there);

    /// <summary>The paths that are in both.</summary>
    public FieldSet Intersection(FieldSet other) => Combined(this, other, (here, there) => here && there);

    /// <summary>The paths that are not in the other.</summary>
    public FieldSet Difference(FieldSet other) => Combined(this, other, (here, there) => here && !there);

    /// <summary>Whether both have the same paths.</summary>
    public bool IsSame(FieldSet other) => Combined(this, other, (here, there) => here != there).IsEmpty;

    /// <summary>Each path as errors have it: <c>.spec.containers[name="web"].image</c>.</summary>
    public IEnumerable<string> Paths(string before = "") => (IsMember ? [before] : Enumerable.Empty<string>())
        .Concat(_below.SelectMany(below => below.Value.Paths(before + PathElement.Shown(below.Key))));

    /// <summary>As <c>FieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && HasBelow)
            json[Self] = new JsonObject();
        foreach (var (element, below) in _below)
            json[element] = below.ToJson();
        return json;
    }

    private static FieldSet Combined(FieldSet? one, FieldSet? other, Func<bool, bool, bool> isMember)
    {
        var result = new FieldSet { IsMember = isMember(one?.IsMember is true, other?.IsMember is true) };
        foreach (var element in Elements(one).Union(Elements(other)))
        {
            var below = Combined(one?.Below(element), other?.Below(element), isMember);
            if (!below.IsEmpty)
                result._below[element] = below;
        }

        return result;
    }

    private static IEnumerable<string> Elements(FieldSet? set) => set?._below.Keys ?? Enumerable.Empty<string>();
}
