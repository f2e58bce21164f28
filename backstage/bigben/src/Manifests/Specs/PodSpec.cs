namespace BigBen.Manifests.Specs;

/// <summary>A pod template's spec: one container.</summary>
internal sealed record PodSpec(ContainerSpec Container, TimeSpan GracePeriod, string ServiceAccount, string RestartPolicy)
{
    /// <summary>Whether the container is started again after it ended with an exit code.</summary>
    public bool Restarts(int exitCode) => RestartPolicy == "Always" || (RestartPolicy == "OnFailure" && exitCode != 0);

    public static PodSpec Read(Fields spec)
    {
        if (spec.Mappings("initContainers").Count > 0)
            throw spec.Broken("initContainers", "cannot run here: the local platform runs one container a pod");
        if (spec.Mappings("ephemeralContainers").Count > 0)
            throw spec.Broken("ephemeralContainers", "cannot run here: the local platform runs one container a pod");
        var containers = spec.Mappings("containers");
        if (containers.Count != 1)
            throw spec.Broken("containers", $"has {containers.Count} containers: the local platform runs exactly one a pod");
        var restartPolicy = spec.OneOf("restartPolicy", "Always", "Always", "OnFailure", "Never");
        string[] placement =
        [
            "nodeSelector", "nodeName", "affinity", "tolerations", "topologySpreadConstraints", "schedulerName", "priorityClassName",
            "preemptionPolicy", "priority",
        ];
        foreach (var field in placement)
            spec.Unenforced(field, "there is one node: this machine");
        string[] isolation =
            ["securityContext", "hostUsers", "runtimeClassName", "shareProcessNamespace", "hostPID", "hostIPC", "hostNetwork", "os"];
        foreach (var field in isolation)
            spec.Unenforced(field, "a pod is an ordinary process of the user who runs the platform");
        foreach (var field in new[] { "dnsPolicy", "dnsConfig", "hostAliases", "hostname", "subdomain", "setHostnameAsFQDN" })
            spec.Unenforced(field, "a pod shares the machine's name resolution; Service names work through http_proxy");
        spec.Unenforced("volumes", "volumes are not mounted: a process sees the machine's own file system, and TMPDIR is its own folder");
        spec.Unenforced("imagePullSecrets", "images come from the platform's own store");
        spec.Unenforced("readinessGates", "readiness is that of the probe alone");
        spec.Unenforced("resources", "nothing limits a process here");
        spec.Unenforced("activeDeadlineSeconds", "only a Job's own activeDeadlineSeconds ends its pods");
        // No token is ever mounted and no Service variables are ever set.
        spec.Accept("automountServiceAccountToken", "enableServiceLinks", "serviceAccount");
        var result = new PodSpec(
            ContainerSpec.Read(containers[0]),
            spec.Seconds("terminationGracePeriodSeconds", 30),
            spec.Text("serviceAccountName") ?? "default",
            restartPolicy);
        spec.End();
        return result;
    }
}
