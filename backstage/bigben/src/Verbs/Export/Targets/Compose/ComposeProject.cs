namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>A Compose file on its way: what runs, what it keeps, and what the next service has to wait for.</summary>
/// <param name="name">What docker calls all of it.</param>
internal sealed class ComposeProject(string name)
{
    private readonly JsonObject _services = [];
    private readonly JsonObject _volumes = [];
    private readonly JsonObject _configs = [];

    // What has to be there before the next service, as its depends_on; null for nothing.
    private JsonObject? _needed;

    /// <summary>Adds a service with what it mounts.</summary>
    public void Add(string service, JsonObject body, ComposeVolumes volumes)
    {
        _services[service] = body;
        foreach (var (from, to) in new[] { (volumes.Named, _volumes), (volumes.Configs, _configs) })
        {
            foreach (var (entry, value) in from)
                to[entry] = value!.DeepClone();
        }
    }

    /// <summary>Has a service wait for what is needed before it.</summary>
    public void Wait(JsonObject body)
    {
        if (_needed is not null)
            body["depends_on"] = _needed.DeepClone();
    }

    /// <summary>Has whatever comes next wait for a server, besides what is needed already.</summary>
    /// <param name="service">The server.</param>
    /// <param name="condition">The condition of Compose's specification, as <c>service_healthy</c>.</param>
    public void Need(string service, string condition) =>
        (_needed ??= [])[service] = new JsonObject { ["condition"] = condition };

    /// <summary>Has whatever comes next wait for the end of a program, which itself has waited for all before it.</summary>
    public void NeedEnd(string service)
    {
        _needed = null;
        Need(service, "service_completed_successfully");
    }

    /// <summary>The file.</summary>
    public JsonObject ToJson()
    {
        var file = new JsonObject { ["name"] = name, ["services"] = _services };
        if (_volumes.Count > 0)
            file["volumes"] = _volumes;
        if (_configs.Count > 0)
            file["configs"] = _configs;
        return file;
    }
}
