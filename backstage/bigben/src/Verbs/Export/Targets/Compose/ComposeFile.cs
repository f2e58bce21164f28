using System.Globalization;
using System.Text.Json.Nodes;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>A service's pods as a Compose file: its containers as services, on one machine.</summary>
internal static class ComposeFile
{
    /// <summary>Takes of the objects what Compose can do, and writes it down.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="workload">What runs.</param>
    /// <param name="project">What docker calls all of it.</param>
    /// <param name="hostPort">The port of the machine that leads to the service; null for the one that it has itself.</param>
    /// <param name="replicas">How many are started; null where the target decides that elsewhere.</param>
    public static JsonObject Of(Translation translation, Workload workload, string project, string? hostPort, int? replicas)
    {
        var volumes = new ComposeVolumes(workload, translation);
        var routed = Workload.TakeRoute(translation);
        workload.TakeService(translation);
        var services = new JsonObject();
        var own = ComposeService.Of(workload.Container, workload, translation, volumes);
        services[workload.Name] = own;
        AddOthers(translation, workload, volumes, own, services);
        AddPorts(workload, own, routed ? hostPort : "", replicas ?? 1);
        AddLife(workload, own);
        if (replicas is { } count and not 1)
            (own["deploy"] ??= new JsonObject())["replicas"] = count;
        AddLabels(translation, workload, own);
        var file = new JsonObject { ["name"] = project, ["services"] = services };
        if (volumes.Named.Count > 0)
            file["volumes"] = volumes.Named;
        if (volumes.Configs.Count > 0)
            file["configs"] = volumes.Configs;
        return file;
    }

    private static void AddOthers(
        Translation translation, Workload workload, ComposeVolumes volumes, JsonObject own, JsonObject services)
    {
        string? before = null;
        foreach (var container in workload.Others.ToList())
        {
            var name = $"{workload.Name}-{container.Text("name")}";
            var isInit = workload.Pod.Items("initContainers").Any(one => one.Text("name") == container.Text("name"))
                && container.Text("restartPolicy") != "Always";
            var service = ComposeService.Of(container, workload, translation, volumes);
            if (isInit)
            {
                service["restart"] = "on-failure";
                if (before is not null)
                    service["depends_on"] = Done(before);
                before = name;
            }
            else
            {
                // As in a pod, they reach each other at localhost.
                service["network_mode"] = $"service:{workload.Name}";
                service["restart"] = "unless-stopped";
            }

            services[name] = service;
        }

        if (before is not null)
            own["depends_on"] = Done(before);

        static JsonObject Done(string service) =>
            new() { [service] = new JsonObject { ["condition"] = "service_completed_successfully" } };
    }

    private static void AddPorts(Workload workload, JsonObject own, string? hostPort, int replicas)
    {
        var inside = new JsonArray();
        foreach (var port in workload.Container.Items("ports"))
        {
            var number = port.Text("containerPort");
            if (number == workload.MainPort && hostPort != "")
            {
                var first = int.Parse(hostPort ?? number, CultureInfo.InvariantCulture);
                own["ports"] = new JsonArray(new JsonObject
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
            own["expose"] = inside;
    }

    private static void AddLife(Workload workload, JsonObject own)
    {
        var pod = workload.Pod;
        // A program with a schedule is run by hand, or by somebody's cron: `docker compose run`.
        own["restart"] = workload.IsScheduled ? "no" : "unless-stopped";
        if (workload.IsScheduled)
            own["profiles"] = new JsonArray("scheduled");
        pod.TakeWhere(("restartPolicy", workload.IsScheduled ? "Never" : "Always"));
        if (pod.TakeText("terminationGracePeriodSeconds") is { } seconds)
            own["stop_grace_period"] = $"{seconds}s";
        // Compose does neither.
        pod.TakeWhere(("enableServiceLinks", false), ("automountServiceAccountToken", false));
        if (pod.At("securityContext") is not { } security)
            return;
        security.Take("runAsUser");
        security.Take("runAsGroup");
        if (own["user"] is { } user && !$"{user}".StartsWith('0'))
            security.TakeWhere(("runAsNonRoot", true));
        // What docker does by itself.
        security.TakeWhere(("seccompProfile", new JsonObject { ["type"] = "RuntimeDefault" }));
    }

    private static void AddLabels(Translation translation, Workload workload, JsonObject own)
    {
        if (workload.Labels is not JsonObject labels)
            return;
        translation.TakeLabels(labels);
        if (workload.Template.At("metadata")!.Take("labels") is JsonObject taken)
        {
            own["labels"] = new JsonObject(
                taken.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)ComposeText.Literal($"{label.Value}"))));
        }
    }
}
