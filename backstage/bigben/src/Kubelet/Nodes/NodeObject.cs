using System.Runtime.InteropServices;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Discovery;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Nodes;

/// <summary>This machine as the node that it is to the API.</summary>
internal static class NodeObject
{
    /// <summary>Makes the node, or writes how it is now.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="options">How its kubelet works.</param>
    /// <param name="now">The time.</param>
    public static void Register(IObjectStore store, KubeletOptions options, DateTimeOffset now)
    {
        try
        {
            store.Create(Kinds.Nodes, "", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = NodeAgent.NodeName, ["labels"] = Labels() },
                ["spec"] = new JsonObject { ["providerID"] = $"bigben://{NodeAgent.NodeName}" },
            });
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            // From the last time, with whatever labels and annotations it was given since.
        }

        store.Update(
            Kinds.Nodes,
            "",
            NodeAgent.NodeName,
            node =>
            {
                node["status"] = Status(options, now, node["status"]?["conditions"] as JsonArray);
                return node;
            },
            new WriteOptions(Subresource: "status"));
    }

    private static JsonObject Labels() => new()
    {
        ["kubernetes.io/arch"] = ServerVersion.Architecture,
        ["kubernetes.io/hostname"] = NodeAgent.NodeName,
        ["kubernetes.io/os"] = ServerVersion.Os,
    };

    private static JsonObject Status(KubeletOptions options, DateTimeOffset now, JsonArray? before)
    {
        var capacity = new JsonObject
        {
            ["cpu"] = Text(Environment.ProcessorCount),
            ["ephemeral-storage"] = $"{Text(new DriveInfo(options.Directory).TotalSize / 1024)}Ki",
            ["memory"] = $"{Text(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024)}Ki",
            ["pods"] = Text(options.MostPods),
        };
        return new JsonObject
        {
            ["capacity"] = capacity,
            ["allocatable"] = capacity.DeepClone(),
            ["conditions"] = new JsonArray(
                Condition("MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                Condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                Condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                Condition("Ready", true, "KubeletReady", "kubelet is posting ready status"),
                Condition(
                    "bigben.localhost/VolumesMounted", options.Mounts.IsThere, options.Mounts.IsThere ? "MountNamespaces" : "Variables",
                    options.Mounts.Says)),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = NodeAgent.Address },
                new JsonObject { ["type"] = "Hostname", ["address"] = NodeAgent.NodeName }),
            ["nodeInfo"] = Info(),
        };

        JsonObject Condition(string type, bool status, string reason, string message)
        {
            var old = before?.OfType<JsonObject>().FirstOrDefault(known => (string?)known["type"] == type)?["lastTransitionTime"];
            return new JsonObject
            {
                ["type"] = type,
                ["status"] = status ? "True" : "False",
                ["lastHeartbeatTime"] = ObjectMeta.Time(now),
                ["lastTransitionTime"] = old?.DeepClone() ?? ObjectMeta.Time(now),
                ["reason"] = reason,
                ["message"] = message,
            };
        }
    }

    private static JsonObject Info() => new()
    {
        ["machineID"] = MachineFile("/etc/machine-id"),
        ["systemUUID"] = MachineFile("/etc/machine-id"),
        ["bootID"] = MachineFile("/proc/sys/kernel/random/boot_id"),
        ["kernelVersion"] = MachineFile("/proc/sys/kernel/osrelease", Environment.OSVersion.Version.ToString()),
        ["osImage"] = RuntimeInformation.OSDescription,
        ["containerRuntimeVersion"] = $"bigben://{typeof(NodeObject).Assembly.GetName().Version}",
        ["kubeletVersion"] = ServerVersion.Kubernetes,
        ["kubeProxyVersion"] = "",
        ["operatingSystem"] = ServerVersion.Os,
        ["architecture"] = ServerVersion.Architecture,
    };

    private static string MachineFile(string path, string otherwise = "") => File.Exists(path) ? File.ReadAllText(path).Trim() : otherwise;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
