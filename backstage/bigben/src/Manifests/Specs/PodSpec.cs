using BigBen.Manifests.Specs.Volumes;

namespace BigBen.Manifests.Specs;

/// <summary>A pod template's spec.</summary>
/// <param name="InitContainers">What runs before the containers, in this order, sidecars included.</param>
/// <param name="Containers">What runs beside each other.</param>
/// <param name="GracePeriod">How long they may take to end.</param>
/// <param name="ServiceAccount">The pod's ServiceAccount.</param>
/// <param name="RestartPolicy">When a container is started again that does not say it itself.</param>
internal sealed record PodSpec(
    IReadOnlyList<ContainerSpec> InitContainers,
    IReadOnlyList<ContainerSpec> Containers,
    TimeSpan GracePeriod,
    string ServiceAccount,
    string RestartPolicy)
{
    /// <summary>Whether its containers get variables for the Services of the namespace.</summary>
    public bool ServiceLinks { get; init; }

    /// <summary>What the pod calls itself, as the variable <c>HOSTNAME</c> tells it; null for its name.</summary>
    public string? Hostname { get; init; }

    /// <summary>What its <c>/etc/hosts</c> has besides what every pod's has.</summary>
    public IReadOnlyList<HostAlias> HostAliases { get; init; } = [];

    /// <summary>The folders that its containers share and keep.</summary>
    public IReadOnlyList<VolumeSpec> Volumes { get; init; } = [];

    /// <summary>All its containers, in the order in which they are started.</summary>
    public IReadOnlyList<ContainerSpec> All { get; } = [.. InitContainers, .. Containers];

    /// <summary>Whether a container is started again after it ended with an exit code.</summary>
    public bool Restarts(ContainerSpec container, int exitCode) => (container.RestartPolicy ?? RestartPolicy) switch
    {
        "Never" => false,
        "OnFailure" => exitCode != 0,
        _ => exitCode != 0 || container.Role != ContainerRole.Init,
    };

    public static PodSpec Read(Fields spec)
    {
        if (spec.Mappings("ephemeralContainers").Count > 0)
            throw spec.Broken("ephemeralContainers", "cannot run here: exec runs a command beside a container");
        var containers = spec.Mappings("containers");
        if (containers.Count == 0)
            throw spec.Broken("containers", "is missing: a pod has at least one");
        var restartPolicy = spec.OneOf("restartPolicy", "Always", "Always", "OnFailure", "Never");
        string[] placement =
        [
            "nodeSelector", "nodeName", "affinity", "topologySpreadConstraints", "schedulerName", "priorityClassName",
            "preemptionPolicy", "priority",
        ];
        foreach (var field in placement)
            spec.Unenforced(field, "there is one node: this machine");
        string[] isolation =
            ["securityContext", "hostUsers", "runtimeClassName", "shareProcessNamespace", "hostPID", "hostIPC", "hostNetwork", "os"];
        foreach (var field in isolation)
            spec.Unenforced(field, "a pod is an ordinary process of the user who runs the platform");
        foreach (var field in new[] { "dnsPolicy", "dnsConfig", "subdomain", "setHostnameAsFQDN" })
            spec.Unenforced(field, "a pod shares the machine's name resolution; Service names work through http_proxy");
        if (!spec.Context.Mounts)
            spec.Unenforced("hostAliases", "without mount namespaces a process has no hosts file of its own");
        spec.Unenforced("imagePullSecrets", "images come from the platform's own store");
        spec.Unenforced("readinessGates", "readiness is that of the probe alone");
        spec.Unenforced("resources", "nothing limits a process here");
        spec.Unenforced("activeDeadlineSeconds", "only a Job's own activeDeadlineSeconds ends its pods");
        // No token is ever mounted, and who schedules reads the tolerations.
        spec.Accept("automountServiceAccountToken", "serviceAccount", "tolerations");
        var result = new PodSpec(
            [.. spec.Mappings("initContainers").Select(container => ContainerSpec.Read(container, isInit: true))],
            [.. containers.Select(container => ContainerSpec.Read(container))],
            spec.Seconds("terminationGracePeriodSeconds", 30),
            spec.Text("serviceAccountName") ?? "default",
            restartPolicy)
        {
            ServiceLinks = !spec.Has("enableServiceLinks") || spec.Flag("enableServiceLinks"),
            Hostname = spec.Text("hostname"),
            HostAliases = [.. spec.Mappings("hostAliases").Select(HostAlias.Read)],
            Volumes = [.. spec.Mappings("volumes").Select(VolumeSpec.Read)],
        };
        spec.End();
        if (result.All.GroupBy(container => container.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var name })
            throw spec.Broken("containers", $"has two containers named '{name}'");
        RequireOwnPorts(spec, result);
        return result;
    }

    // They share an address. One that ends before the next one starts takes no port from anybody.
    private static void RequireOwnPorts(Fields spec, PodSpec result)
    {
        var claims = result.All.Where(container => container.Role != ContainerRole.Init)
            .SelectMany(
                container => container.Ports.Select(port => port.Number).Distinct(),
                (container, port) => (container.Name, Port: port));
        if (claims.GroupBy(claim => claim.Port).FirstOrDefault(group => group.Count() > 1)?.ToList() is [var one, var other, ..])
        {
            throw spec.Broken(
                "containers", $"'{one.Name}' and '{other.Name}' both claim port {one.Port}: all containers of a pod share one address");
        }
    }
}

/// <summary>Names that a pod's <c>/etc/hosts</c> has.</summary>
/// <param name="Address">The address that they mean.</param>
/// <param name="Names">The names.</param>
internal sealed record HostAlias(string Address, IReadOnlyList<string> Names)
{
    /// <summary>Reads an entry of <c>hostAliases</c>.</summary>
    public static HostAlias Read(Fields alias)
    {
        var result = new HostAlias(alias.RequiredText("ip"), alias.Texts("hostnames"));
        alias.End();
        return result;
    }
}
