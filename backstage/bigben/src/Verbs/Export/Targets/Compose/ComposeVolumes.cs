using BigBen.Manifests.Specs;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>The volumes of a pod as Compose has them.</summary>
internal sealed class ComposeVolumes
{
    private readonly Workload _workload;
    private readonly Translation _translation;
    private readonly HashSet<string> _shared;
    private readonly HashSet<string> _isOfInit;
    private readonly Dictionary<string, Source?> _sources = [];

    /// <summary>Looks at a pod; nothing is taken yet.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="translation">Where its ConfigMaps are.</param>
    public ComposeVolumes(Workload workload, Translation translation)
    {
        _workload = workload;
        _translation = translation;
        _shared =
        [
            .. workload.Others.Append(workload.Container)
                .SelectMany(container => container.Items("volumeMounts").Select(mount => mount.Text("name")).Distinct())
                .GroupBy(name => name).Where(mounts => mounts.Count() > 1).Select(mounts => mounts.Key),
        ];
        _isOfInit =
        [
            .. workload.InitContainers.SelectMany(container => container.Items("volumeMounts").Select(mount => mount.Text("name"))),
        ];
    }

    /// <summary>The file's <c>volumes</c>: what outlives a container.</summary>
    public JsonObject Named { get; } = [];

    /// <summary>The file's <c>configs</c>: the ConfigMaps' files.</summary>
    public JsonObject Configs { get; } = [];

    /// <summary>Gives a service the volumes that its container mounts; what Compose does not have is not taken.</summary>
    public void Mount(Part container, JsonObject service)
    {
        var mounted = new JsonArray();
        var configs = new JsonArray();
        foreach (var mount in container.Items("volumeMounts"))
        {
            if (mount.Peek("subPath") is not null || mount.Peek("subPathExpr") is not null)
                continue;
            if (SourceOf(mount.Text("name")) is not { } source)
                continue;
            mount.Take("name");
            var target = mount.TakeText("mountPath")!;
            var isReadOnly = mount.Text("readOnly") == "true";
            // Secrets and ConfigMaps are read-only whatever a mount says, so that the opposite is no wish that is met.
            if (isReadOnly || source.Entry is { } given && given["read_only"] is null)
                mount.Take("readOnly");
            foreach (var (config, file) in source.Configs)
                configs.Add((JsonNode)new JsonObject { ["source"] = config, ["target"] = $"{target.TrimEnd('/')}/{file}" });
            if (source.Entry?.DeepClone() is not JsonObject entry)
                continue;
            entry["target"] = target;
            if (isReadOnly)
                entry["read_only"] = true;
            mounted.Add((JsonNode)entry);
        }

        if (mounted.Count > 0)
            service["volumes"] = mounted;
        if (configs.Count > 0)
            service["configs"] = configs;
    }

    // Taken when it is mounted first.
    private Source? SourceOf(string name)
    {
        if (!_sources.TryGetValue(name, out var source))
        {
            var volume = _workload.Pod.Items("volumes").FirstOrDefault(one => one.Text("name") == name);
            source = _sources[name] = volume is null ? Claimed(name) : Take(volume, name);
            if (source is not null)
                volume?.Take("name");
        }

        return source;
    }

    private Source? Take(Part volume, string name)
    {
        if (volume.Names.Contains("emptyDir"))
            return new(_shared.Contains(name) ? Folder(volume, name) : Temporary(volume), []);
        if (volume.At("persistentVolumeClaim") is { } claim)
        {
            claim.TakeWhere(("readOnly", false));
            return new(Keep(claim.TakeText("claimName")!), []);
        }

        if (volume.At("secret") is { } secret && secret.Peek("items") is null)
        {
            // Its keys as files, which are in no manifest.
            var files = $"./secrets/{secret.TakeText("secretName")}";
            return new(new JsonObject { ["type"] = "bind", ["source"] = files, ["read_only"] = true }, []);
        }

        return volume.At("configMap") is { } map && map.Peek("items") is null && TakeFiles(map) is { } configs ? new(null, configs) : null;
    }

    // What the only pod of a StatefulSet keeps, by the name that it has in Kubernetes.
    private Source? Claimed(string name)
    {
        var claim = _workload.Spec.Items("volumeClaimTemplates").FirstOrDefault(one => one.At("metadata")?.Text("name") == name);
        claim?.TakeIdentity();
        return claim is null ? null : new(Keep($"{name}-{_workload.Name}-0"), []);
    }

    private JsonObject Keep(string name)
    {
        Named[name] = new JsonObject();
        return new JsonObject { ["type"] = "volume", ["source"] = name };
    }

    // Containers share it. In memory it is writable for all of them and gone with the last that runs; what an init container leaves there
    // has to outlive that one, as only a volume that is kept does: then the emptyDir is not expressed.
    private JsonObject Folder(Part volume, string name)
    {
        var entry = Keep($"{_workload.Name}-{name}");
        if (_isOfInit.Contains(name))
            return entry;
        var options = "mode=1777";
        if (volume.At("emptyDir") is { } given)
        {
            if (ContainerResources.Quantity(given.Text("sizeLimit")) is { } bytes)
            {
                options += string.Create(CultureInfo.InvariantCulture, $",size={bytes:0}");
                given.Take("sizeLimit");
            }

            given.TakeWhere(("medium", "Memory"));
            if (given is { Names: [] })
                volume.Take("emptyDir");
        }

        Named[$"{_workload.Name}-{name}"] = new JsonObject
        {
            ["driver_opts"] = new JsonObject { ["type"] = "tmpfs", ["device"] = "tmpfs", ["o"] = options },
        };
        return entry;
    }

    private static JsonObject Temporary(Part volume)
    {
        var entry = new JsonObject { ["type"] = "tmpfs" };
        var given = volume.At("emptyDir");
        if (given is not null && ContainerResources.Quantity(given.Text("sizeLimit")) is { } bytes)
        {
            entry["tmpfs"] = new JsonObject { ["size"] = (long)bytes };
            given.Take("sizeLimit");
        }

        given?.TakeWhere(("medium", "Memory"));
        if (given is { Names: [] })
            volume.Take("emptyDir");
        return entry;
    }

    private List<(string Config, string File)>? TakeFiles(Part map)
    {
        if (_translation.ConfigMap(map.Text("name")) is not { } data)
            return null;
        var name = map.TakeText("name")!;
        var files = new List<(string Config, string File)>();
        foreach (var (key, value) in data)
        {
            // No ConfigMap's name has an underscore: what comes before the first is the name, so that no two entries are one.
            var config = $"{name}_{key}";
            Configs[config] = new JsonObject { ["content"] = ComposeText.Literal(value) };
            _translation.TakeEntry(name, key);
            files.Add((config, key));
        }

        return files;
    }

    // What a service says of a volume but where it is, and the files that it has out of a ConfigMap.
    private sealed record Source(JsonObject? Entry, IReadOnlyList<(string Config, string File)> Configs);
}
