namespace BigBen.Manifests.Validation.PodSecurity;

/// <summary>What the standard <c>restricted</c> forbids: everything that a well-kept program does without.</summary>
internal static class RestrictedChecks
{
    private static readonly string[] VolumeTypes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    private static readonly PodCheck Escalation = new("allowPrivilegeEscalation != false", spec => PodCheck.ContainersThat(
        spec,
        container => !container["securityContext"]["allowPrivilegeEscalation"].IsFalse,
        "must set securityContext.allowPrivilegeEscalation=false"));

    private static readonly PodCheck Capabilities = new("unrestricted capabilities", spec =>
    [
        .. PodCheck.ContainersThat(spec, container => !DropsAll(container), "must set securityContext.capabilities.drop=[\"ALL\"]"),
        .. PodCheck.Containers(spec).SelectMany(container => container["securityContext"]["capabilities"]["add"].Items
            .Where(capability => capability.Text != "NET_BIND_SERVICE")
            .Select(capability =>
                $"container \"{container["name"].Text}\" must not include \"{capability.Text}\" in securityContext.capabilities.add")),
    ]);

    private static readonly PodCheck Volumes = new("restricted volume types", spec => spec["volumes"].Items
        .SelectMany(volume => volume.Entries
            .Where(entry => entry.Key != "name" && !VolumeTypes.Contains(entry.Key))
            .Select(entry => $"volume \"{volume["name"].Text}\" uses restricted volume type \"{entry.Key}\"")));

    private static readonly PodCheck NonRoot = new("runAsNonRoot != true", spec =>
        spec["securityContext"]["runAsNonRoot"].IsTrue
            ? PodCheck.ContainersThat(
                spec, container => container["securityContext"]["runAsNonRoot"].IsFalse, "must not set securityContext.runAsNonRoot=false")
            : PodCheck.ContainersThat(
                spec,
                container => !container["securityContext"]["runAsNonRoot"].IsTrue,
                "must set securityContext.runAsNonRoot=true",
                "pod or "));

    private static readonly PodCheck User = new("runAsUser=0", spec =>
    [
        .. spec["securityContext"]["runAsUser"].Number == 0 ? ["pod must not set runAsUser=0"] : Array.Empty<string>(),
        .. PodCheck.ContainersThat(spec, container => container["securityContext"]["runAsUser"].Number == 0, "must not set runAsUser=0"),
    ]);

    private static readonly PodCheck Seccomp = new("seccompProfile", spec =>
        IsConfined(spec)
            ? PodCheck.ContainersThat(
                spec,
                container => container["securityContext"]["seccompProfile"].Exists && !IsConfined(container),
                "must not set securityContext.seccompProfile.type to \"Unconfined\"")
            : PodCheck.ContainersThat(
                spec,
                container => !IsConfined(container),
                "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
                "pod or "));

    /// <summary>All of them, those of <c>baseline</c> that are not stricter here included.</summary>
    public static readonly PodCheck[] All =
    [
        BaselineChecks.HostNamespaces, BaselineChecks.HostPorts, BaselineChecks.Privileged, BaselineChecks.ProcMount,
        BaselineChecks.Sysctls, Escalation, Capabilities, Volumes, NonRoot, User, Seccomp,
    ];

    private static bool DropsAll(Field container) =>
        container["securityContext"]["capabilities"]["drop"].Items.Any(capability => capability.Text == "ALL");

    private static bool IsConfined(Field part) => part["securityContext"]["seccompProfile"]["type"].Text is "RuntimeDefault" or "Localhost";
}
