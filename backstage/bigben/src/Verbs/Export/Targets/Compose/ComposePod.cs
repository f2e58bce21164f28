using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>What a pod says of all its containers, for the service of Compose that is its own container.</summary>
internal static class ComposePod
{
    /// <summary>Takes the ports of its container.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="service">The service.</param>
    /// <param name="hostPort">The machine's port that leads there; null for the same as the container's, empty for none.</param>
    /// <param name="replicas">How many there are.</param>
    public static void AddPorts(Workload workload, JsonObject service, string? hostPort, int replicas)
    {
        var inside = new JsonArray();
        foreach (var port in workload.Container.Items("ports"))
        {
            var number = port.Text("containerPort");
            if (number == workload.MainPort && hostPort != "")
            {
                var first = int.Parse(hostPort ?? number, CultureInfo.InvariantCulture);
                service["ports"] = new JsonArray(new JsonObject
                {
                    ["target"] = int.Parse(number, CultureInfo.InvariantCulture),
                    // Each of several takes one of them.
                    ["published"] = replicas > 1 ? $"{first}-{first + replicas - 1}" : $"{first}",
                });
            }
            else
            {
                inside.Add((JsonNode)number);
            }

            foreach (var field in new[] { "containerPort", "name" })
                port.Take(field);
            port.TakeWhere(("protocol", "TCP"));
        }

        if (inside.Count > 0)
            service["expose"] = inside;
    }

    /// <summary>Takes how it ends, and as whom it runs.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="service">The service.</param>
    /// <param name="restart">Compose's policy of starting it again.</param>
    /// <param name="policy">The pod's policy that is expressed by it.</param>
    public static void AddLife(Workload workload, JsonObject service, string restart, string policy)
    {
        var pod = workload.Pod;
        service["restart"] = restart;
        pod.TakeWhere(("restartPolicy", policy));
        if (pod.TakeText("terminationGracePeriodSeconds") is { } seconds)
            service["stop_grace_period"] = $"{seconds}s";
        // Compose does neither.
        pod.TakeWhere(("enableServiceLinks", false), ("automountServiceAccountToken", false));
        if (pod.At("securityContext") is not { } security)
            return;
        security.Take("runAsUser");
        security.Take("runAsGroup");
        if (service["user"] is { } user && !$"{user}".StartsWith('0'))
            security.TakeWhere(("runAsNonRoot", true));
        // What docker does by itself.
        security.TakeWhere(("seccompProfile", new JsonObject { ["type"] = "RuntimeDefault" }));
    }

    /// <summary>Takes its labels, from every object of which something is expressed.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="workload">The pod.</param>
    /// <param name="service">The service.</param>
    public static void AddLabels(Translation translation, Workload workload, JsonObject service)
    {
        if (workload.Labels is not JsonObject labels)
            return;
        translation.TakeLabels(labels);
        if (workload.Template.At("metadata")!.Take("labels") is JsonObject taken)
        {
            service["labels"] = new JsonObject(
                taken.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)ComposeText.Literal($"{label.Value}"))));
        }
    }
}
