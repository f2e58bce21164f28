namespace BigBen.Manifests.Validation.PodSecurity;

/// <summary>What the standard <c>baseline</c> forbids: known ways to more rights.</summary>
internal static class BaselineChecks
{
    private static readonly string[] Usual =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] Shared = ["hostNetwork", "hostPID", "hostIPC"];

    private static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    ];

    /// <summary>Namespaces of the host.</summary>
    public static readonly PodCheck HostNamespaces = new("host namespaces", spec =>
        Shared.Where(name => spec[name].IsTrue).Select(name => $"{name}=true").ToList() is { Count: > 0 } found
            ? [string.Join(", ", found)]
            : []);

    /// <summary>Ports of the host.</summary>
    public static readonly PodCheck HostPorts = new("hostPort", spec => PodCheck.Containers(spec)
        .Select(container => (Name: container["name"].Text, Ports: PortsOfHost(container)))
        .Where(container => container.Ports.Count > 0)
        .Select(container => $"container \"{container.Name}\" uses hostPort {string.Join(", ", container.Ports)}"));

    /// <summary>Everything allowed.</summary>
    public static readonly PodCheck Privileged = new("privileged", spec => PodCheck.ContainersThat(
        spec, container => container["securityContext"]["privileged"].IsTrue, "must not set securityContext.privileged=true"));

    /// <summary>Another view of <c>/proc</c>.</summary>
    public static readonly PodCheck ProcMount = new("procMount", spec => PodCheck.ContainersThat(
        spec,
        container => container["securityContext"]["procMount"].Text is not ("" or "Default"),
        "must not set securityContext.procMount to \"Unmasked\""));

    /// <summary>Settings of the kernel that others feel.</summary>
    public static readonly PodCheck Sysctls = new("forbidden sysctls", spec =>
        spec["securityContext"]["sysctls"].Items.Select(sysctl => sysctl["name"].Text).Where(name => !SafeSysctls.Contains(name)));

    private static readonly PodCheck Capabilities = new("non-default capabilities", spec => PodCheck.Containers(spec)
        .SelectMany(container => container["securityContext"]["capabilities"]["add"].Items
            .Where(capability => !Usual.Contains(capability.Text))
            .Select(capability =>
                $"container \"{container["name"].Text}\" must not include \"{capability.Text}\" in securityContext.capabilities.add")));

    private static readonly PodCheck HostPaths = new("hostPath volumes", spec =>
        spec["volumes"].Items.Where(volume => volume["hostPath"].Exists).Select(volume => $"volume \"{volume["name"].Text}\""));

    private static readonly PodCheck Seccomp = new("seccompProfile", spec =>
    [
        .. IsUnconfined(spec) ? ["pod must not set securityContext.seccompProfile.type to \"Unconfined\""] : Array.Empty<string>(),
        .. PodCheck.ContainersThat(spec, IsUnconfined, "must not set securityContext.seccompProfile.type to \"Unconfined\""),
    ]);

    /// <summary>All of them.</summary>
    public static readonly PodCheck[] All = [Capabilities, HostNamespaces, HostPaths, HostPorts, Privileged, ProcMount, Seccomp, Sysctls];

    private static List<long> PortsOfHost(Field container) =>
        [.. container["ports"].Items.Select(port => port["hostPort"].Number ?? 0).Where(port => port != 0)];

    private static bool IsUnconfined(Field part) => part["securityContext"]["seccompProfile"]["type"].Text == "Unconfined";
}
