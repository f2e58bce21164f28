using BigBen.Manifests.Specs.Volumes;

namespace BigBen.Manifests.Specs;

/// <summary>A container of a pod template.</summary>
internal sealed record ContainerSpec(
    string Name,
    string Image,
    IReadOnlyList<string> Command,
    IReadOnlyList<string> Args,
    IReadOnlyList<EnvironmentSource> EnvironmentFrom,
    IReadOnlyList<EnvironmentVariable> Environment,
    IReadOnlyList<ContainerPort> Ports,
    ContainerResources Resources,
    ProbeSpec? Startup,
    ProbeSpec? Liveness,
    ProbeSpec? Readiness,
    ProbeAction? PreStop)
{
    /// <summary>Where it finds the volumes of its pod.</summary>
    public IReadOnlyList<VolumeMountSpec> Mounts { get; init; } = [];

    /// <summary>What part it has in its pod.</summary>
    public ContainerRole Role { get; init; }

    /// <summary>When it is started again: <c>Always</c>, <c>OnFailure</c> or <c>Never</c>; null for as its pod says.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Reads a container.</summary>
    /// <param name="container">Its mapping.</param>
    /// <param name="isInit">Whether it is one of <c>initContainers</c>.</param>
    public static ContainerSpec Read(Fields container, bool isInit = false)
    {
        container.Unenforced("securityContext", "a pod is an ordinary process of the user who runs the platform");
        if (!container.Context.Mounts)
            container.Unenforced("volumeMounts", "this machine gives a process no mount namespace: variables MOUNT_… name the folders");
        if (container.Mappings("volumeDevices").Count > 0)
            throw container.Broken("volumeDevices", "cannot be had here: a volume is a folder");
        container.Unenforced("workingDir", "a process starts in the folder of its image");
        container.Unenforced("resizePolicy", "nothing limits a process here");
        foreach (var field in new[] { "stdin", "stdinOnce", "tty" })
        {
            if (container.Flag(field))
                throw container.Broken(field, "is not supported by the local platform");
        }

        container.Accept("imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy");
        var restartPolicy = container.Has("restartPolicy")
            ? container.OneOf("restartPolicy", "", "Always", "OnFailure", "Never")
            : null;
        var ports = ReadPorts(container);
        var lifecycle = container.Mapping("lifecycle");
        if (lifecycle?.Has("postStart") == true)
            throw lifecycle.Broken("postStart", "is not supported by the local platform");
        var preStop = lifecycle?.Mapping("preStop") is { } hook
            ? ProbeAction.Read(hook, ports, allowSleep: true, allowTcpSocket: false)
            : null;
        lifecycle?.End();
        var result = new ContainerSpec(
            container.RequiredText("name"),
            container.RequiredText("image"),
            container.Texts("command"),
            container.Texts("args"),
            [.. container.Mappings("envFrom").Select(EnvironmentSource.Read)],
            [.. container.Mappings("env").Select(EnvironmentVariable.Read)],
            ports,
            ContainerResources.Read(container),
            Probe(container, "startupProbe", ports),
            Probe(container, "livenessProbe", ports),
            Probe(container, "readinessProbe", ports),
            preStop)
        {
            Role = isInit ? restartPolicy == "Always" ? ContainerRole.Sidecar : ContainerRole.Init : ContainerRole.Regular,
            RestartPolicy = restartPolicy,
            Mounts = [.. container.Mappings("volumeMounts").Select(VolumeMountSpec.Read)],
        };
        container.End();
        return result;
    }

    private static ProbeSpec? Probe(Fields container, string name, IReadOnlyList<ContainerPort> ports) =>
        container.Mapping(name) is { } probe ? ProbeSpec.Read(probe, ports, mayNeedSeveral: name == "readinessProbe") : null;

    private static List<ContainerPort> ReadPorts(Fields container)
    {
        var ports = new List<ContainerPort>();
        foreach (var port in container.Mappings("ports"))
        {
            if (port.OneOf("protocol", "TCP", "TCP", "UDP", "SCTP") != "TCP")
                throw port.Broken("protocol", "must be TCP: the local platform routes nothing else");
            port.Unenforced("hostPort", "each port becomes a free port on loopback");
            port.Unenforced("hostIP", "each port becomes a free port on loopback");
            var number = port.Number("containerPort", 1, 65535) ?? throw port.Broken("containerPort", "is missing");
            var name = port.Text("name");
            if (name is null)
            {
                port.Context.Unenforced.Add(new Unenforced(
                    port.Context.Object, port.PathOf("containerPort"),
                    "a port without a name has no variable to tell the program which free port it got"));
            }
            else if (ports.Any(other => other.Name == name))
            {
                throw port.Broken("name", $"'{name}' is there twice");
            }

            ports.Add(new ContainerPort(name, number));
            port.End();
        }

        return ports;
    }
}

/// <summary>A declared port of a container.</summary>
internal sealed record ContainerPort(string? Name, int Number)
{
    /// <summary>The variable that tells the program its port: <c>HTTP_PORT</c> for a port named <c>http</c>.</summary>
    public string? Variable => Name is null ? null : $"{Name.Replace('-', '_').ToUpperInvariant()}_PORT";

    /// <summary>Whether its container is told it as <c>PORT</c> too, the name that most frameworks and build packs read.</summary>
    public bool IsMain => Name == "http";
}
