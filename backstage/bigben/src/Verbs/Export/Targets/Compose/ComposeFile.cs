using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>A service's pods as a Compose file: its containers as services, on one machine.</summary>
internal static class ComposeFile
{
    /// <summary>Takes of the objects what Compose can do, and writes it down.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="workload">What runs.</param>
    /// <param name="project">The file, with what has to be there before.</param>
    /// <param name="hostPort">The port of the machine that leads to the service; null for the one that it has itself.</param>
    /// <param name="replicas">How many are started; null where the target decides that elsewhere.</param>
    public static JsonObject Of(Translation translation, Workload workload, ComposeProject project, string? hostPort, int? replicas)
    {
        var volumes = new ComposeVolumes(workload, translation);
        var routed = Workload.TakeRoute(translation);
        workload.TakeService(translation);
        var own = ComposeService.Of(workload.Container, workload, translation, volumes);
        AddOthers(translation, workload, volumes, project);
        project.Wait(own);
        ComposePod.AddPorts(workload, own, routed ? hostPort : "", replicas ?? 1);
        // A program with a schedule is run by hand, or by somebody's cron: `docker compose run`.
        if (workload.IsScheduled)
            own["profiles"] = new JsonArray("scheduled");
        ComposePod.AddLife(
            workload, own, workload.IsScheduled ? "no" : "unless-stopped", workload.IsScheduled ? "Never" : "Always");
        if (replicas is { } count and not 1)
            (own["deploy"] ??= new JsonObject())["replicas"] = count;
        ComposePod.AddLabels(translation, workload, own);
        project.Add(workload.Name, own, volumes);
        return project.ToJson();
    }

    /// <summary>Adds a pod's other containers: those that run before it, for whose end it waits, and those beside it.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="workload">The pod.</param>
    /// <param name="volumes">Its volumes.</param>
    /// <param name="project">The file.</param>
    public static void AddOthers(Translation translation, Workload workload, ComposeVolumes volumes, ComposeProject project)
    {
        foreach (var container in workload.Others.ToList())
        {
            var name = $"{workload.Name}-{container.Text("name")}";
            var isInit = workload.Pod.Items("initContainers").Any(one => one.Text("name") == container.Text("name"))
                && container.Text("restartPolicy") != "Always";
            var service = ComposeService.Of(container, workload, translation, volumes);
            if (isInit)
            {
                service["restart"] = "on-failure";
                project.Wait(service);
                project.NeedEnd(name);
            }
            else
            {
                // As in a pod, they reach each other at localhost.
                service["network_mode"] = $"service:{workload.Name}";
                service["restart"] = "unless-stopped";
            }

            project.Add(name, service, volumes);
        }
    }
}
