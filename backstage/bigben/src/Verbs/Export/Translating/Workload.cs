namespace BigBen.Verbs.Export.Translating;

/// <summary>What runs: an object that makes pods, and its pods.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spec">The spec of the object itself; of its Jobs where it is a CronJob.</param>
/// <param name="Template">The pods' template.</param>
/// <param name="Container">Its own container: the one that has its name, else the first.</param>
/// <param name="Ports">The numbers of that container's ports, by their names.</param>
/// <param name="IsScheduled">Whether it is a CronJob.</param>
internal sealed record Workload(
    string Name, Part Spec, Part Template, Part Container, IReadOnlyDictionary<string, string> Ports, bool IsScheduled)
{
    /// <summary>The spec of its pods.</summary>
    public Part Pod => Template.At("spec")!;

    /// <summary>The labels of its pods; null where they have none, or where these are taken already.</summary>
    public JsonNode? Labels => Template.At("metadata")?.Peek("labels");

    /// <summary>Its other containers, those first that start first.</summary>
    public IEnumerable<Part> Others => Pod.Items("initContainers")
        .Concat(Pod.Items("containers").Where(container => !ReferenceEquals(container.Peek("image"), Container.Peek("image"))));

    /// <summary>Those that end before the others start.</summary>
    public IEnumerable<Part> InitContainers => Pod.Items("initContainers").Where(one => one.Text("restartPolicy") != "Always");

    /// <summary>Whether others run beside its own container.</summary>
    public bool HasSidecars => Others.Count() > InitContainers.Count();

    /// <summary>The number of the port that it serves: the one named <c>http</c>, else the first; null where it has none.</summary>
    public string? MainPort => Ports.TryGetValue("http", out var http) ? http : Ports.Values.FirstOrDefault();

    /// <summary>Where the Services of its release are, for pods that ask to be told.</summary>
    public Links Links { get; init; } = Links.None;

    /// <summary>The program of its own container's image and that one's first arguments; empty where they are not known.</summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>Finds a service's own: what else its release has, as the backups of its database, is not it.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="service">The service.</param>
    /// <param name="target">Where they go, for the message.</param>
    /// <param name="isThere">Whether the target has something of a Service's name.</param>
    /// <exception cref="PlatformException">There is none, or there are several.</exception>
    public static Workload Find(Translation translation, string service, string target, Func<string, bool> isThere)
    {
        Part[] all = [.. translation.Of("Deployment"), .. translation.Of("CronJob")];
        Part[] own = [.. all.Where(one => one.At("metadata")!.Text("name") == service)];
        if ((own.Length > 0 ? own : all) is not [var workload])
        {
            throw new PlatformException(
                $"The chart renders {all.Length} Deployments and CronJobs, and {target} takes one of them: export 'manifest' or 'helm'.");
        }

        return Of(workload, translation, isThere);
    }

    /// <summary>Reads an object that makes pods, and takes what ties it to them, which are one thing elsewhere.</summary>
    /// <param name="workload">The object.</param>
    /// <param name="translation">All of them.</param>
    /// <param name="isThere">Whether the target has something of a Service's name.</param>
    public static Workload Of(Part workload, Translation translation, Func<string, bool> isThere)
    {
        var name = workload.At("metadata")!.Text("name");
        var isScheduled = workload.Text("kind") == "CronJob";
        workload.TakeIdentity();
        var spec = (isScheduled ? workload.At("spec", "jobTemplate", "spec") : workload.At("spec"))!;
        var template = spec.At("template")!;
        if (spec.At("selector") is { } selector && IsPartOf(selector.Peek("matchLabels"), template.At("metadata")?.Peek("labels")))
            spec.Take("selector");
        var pod = template.At("spec")!;
        var containers = pod.Items("containers");
        var own = containers.FirstOrDefault(container => container.Text("name") == name) ?? containers[0];
        var ports = own.Items("ports").ToDictionary(
            port => port.Text("name") is { Length: > 0 } named ? named : port.Text("containerPort"), port => port.Text("containerPort"));
        return new Workload(name, spec, template, own, ports, isScheduled)
        {
            Links = Links.Of(pod, translation, isThere),
        };
    }

    /// <summary>The Service's ports that lead to a container's port, taken where both have the same number.</summary>
    /// <param name="translation">The objects.</param>
    public void TakeService(Translation translation)
    {
        var labels = Labels;
        foreach (var service in translation.Of("Service"))
        {
            if (service.At("spec") is not { } spec || !IsPartOf(spec.Peek("selector"), labels))
                continue;
            service.TakeIdentity();
            spec.Take("selector");
            spec.TakeWhere(("type", "ClusterIP"));
            foreach (var port in spec.Items("ports").Where(port => PortOf(port.Text("targetPort")) == port.Text("port")))
            {
                foreach (var field in new[] { "port", "targetPort", "name" })
                    port.Take(field);
                port.TakeWhere(("protocol", "TCP"), ("appProtocol", "http"));
            }
        }
    }

    /// <summary>
    /// Whether people outside reach it: by an Ingress, whose route of everything to the Service is taken. What else it says stays.
    /// </summary>
    /// <param name="translation">The objects.</param>
    public static bool TakeRoute(Translation translation)
    {
        foreach (var ingress in translation.Of("Ingress"))
        {
            ingress.TakeIdentity();
            foreach (var path in (ingress.At("spec")?.Items("rules") ?? []).SelectMany(rule => rule.At("http")?.Items("paths") ?? []))
            {
                path.TakeWhere(("path", "/"), ("pathType", "Prefix"));
                path.Take("backend");
            }
        }

        return translation.Of("Ingress").Count + translation.Of("HTTPRoute").Count > 0;
    }

    /// <summary>The number of a port of its container, given by name or number; the text itself where there is none of that name.</summary>
    public string PortOf(string nameOrNumber) => Ports.GetValueOrDefault(nameOrNumber, nameOrNumber);

    private static bool IsPartOf(JsonNode? some, JsonNode? all) =>
        some is JsonObject wanted && wanted.All(pair => JsonNode.DeepEquals(pair.Value, all?[pair.Key]));
}
