using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The volumes of a pod.</summary>
internal static class Volumes
{
    private const long MaxMode = 511;

    private static readonly Rule BeMode = Must.NotBe(
        mode => mode.Number is < 0 or > MaxMode, "must be a number between 0 and 0777 (octal), both inclusive");

    private static readonly Rule NotGoBack = Must.NotBe(path => path.Text.Split('/').Contains(".."), "must not contain '..'");

    private static readonly Rule NotStartWithDots = Must.NotBe(
        path => path.Text.StartsWith("..", StringComparison.Ordinal), "must not start with '..'");

    private static readonly Rule BeSize = Must.NotBeSetWhere(
        limit => limit.Quantity is { Sign: < 0 }, "SizeLimit field must be a valid resource quantity");

    private static readonly RuleTable Item = new()
    {
        { "key", Must.BeSet() },
        { "path", Must.BeSet(), BeDescending, NotStartWithDots },
        { "mode", BeMode },
    };

    // What must hold for the kinds of sources whose fields are looked at; the others are known by name.
    private static readonly Dictionary<string, RuleTable> Sources = new()
    {
        ["emptyDir"] = new() { { "sizeLimit", BeSize } },
        ["hostPath"] = new()
        {
            { "path", Must.BeSet(), NotGoBack },
            {
                "type",
                Must.BeOneOf("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
            },
        },
        ["secret"] = new() { { "secretName", Must.BeSet() }, { "defaultMode", BeMode }, { "items[]", Item.Check } },
        ["configMap"] = new() { { "name", Must.BeSet() }, { "defaultMode", BeMode }, { "items[]", Item.Check } },
        ["persistentVolumeClaim"] = new() { { "claimName", Must.BeSet() } },
        ["nfs"] = new() { { "server", Must.BeSet() }, { "path", Must.BeSet(), Must.BeAbsolute } },
        ["csi"] = new() { { "driver", Must.BeSet() } },
        ["ephemeral"] = new() { { "volumeClaimTemplate", Must.BeSet() } },
        ["projected"] = new()
        {
            { "defaultMode", BeMode },
            { "sources[].secret.items[]", Item.Check },
            { "sources[].configMap.items[]", Item.Check },
        },
        ["downwardAPI"] = new() { { "defaultMode", BeMode } },
    };

    /// <summary>All volumes of a pod, each name once.</summary>
    public static void BeValid(Field volumes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var volume in volumes.Items)
        {
            var before = volume.Errors;
            BeOneSource(volume);
            var name = volume["name"];
            if (name.IsEmpty)
                name.Required();
            else
                name.Invalid(Names.LabelErrors(name.Text));
            if (names.Contains(name.Text))
                name.Duplicate(name.Text);
            if (volume.Errors == before)
                names.Add(name.Text);
        }
    }

    /// <summary>Whether a pod's spec has a volume of this name.</summary>
    public static bool Has(Field spec, string name) => spec["volumes"].Items.Any(volume => volume["name"].Text == name);

    /// <summary>A path that stays below where it starts.</summary>
    public static void BeDescending(Field path)
    {
        if (path.Text.StartsWith('/'))
            path.Invalid("must be a relative path");
        NotGoBack(path);
    }

    // None at all is an emptyDir, by default.
    private static void BeOneSource(Field volume)
    {
        var sources = volume.Entries.Where(entry => entry.Key != "name" && volume[entry.Key].Exists).Select(entry => entry.Key).ToList();
        foreach (var (index, source) in sources.Index())
        {
            if (index > 0)
                volume[source].Forbidden("may not specify more than 1 volume type");
            else if (Sources.TryGetValue(source, out var table))
                table.Check(volume[source]);
        }
    }
}
