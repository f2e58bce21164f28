using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>What has to be there before a service starts: the database of its release, then its migrations.</summary>
internal static class ComposeDependencies
{
    // A Job's own, where it says nothing.
    private const string Tries = "6";

    /// <summary>The servers that can be services of Compose: StatefulSets of one pod with one container, and what runs before it.</summary>
    public static IReadOnlyList<string> ServersOf(Translation translation) =>
    [
        .. translation.Of("StatefulSet")
            .Where(set => set.At("spec")!.Text("replicas") is "" or "1" && PodOf(set).Items("containers").Count == 1)
            .Select(set => set.At("metadata")!.Text("name")),
    ];

    /// <summary>Takes of the objects what Compose can do, and adds it to a file.</summary>
    /// <param name="translation">The objects.</param>
    /// <param name="servers">The servers, by the names of their StatefulSets.</param>
    /// <param name="isThere">Whether the file has something of a Service's name.</param>
    /// <param name="project">The file.</param>
    public static void Add(Translation translation, IReadOnlyList<string> servers, Func<string, bool> isThere, ComposeProject project)
    {
        foreach (var server in servers)
            AddServer(translation, Workload.Of(translation.Find("StatefulSet", server)!, translation, isThere), project);
        var job = translation.Of("Job").FirstOrDefault(job => Label(job, "component") == "migrations" && HasOneContainer(job));
        if (job is not null)
            AddMigrations(translation, Workload.Of(job, translation, isThere), Label(job, "name"), project);
    }

    private static void AddServer(Translation translation, Workload server, ComposeProject project)
    {
        var volumes = new ComposeVolumes(server, translation);
        server.TakeService(translation);
        var service = ComposeService.Of(server.Container, server, translation, volumes);
        ComposeFile.AddOthers(translation, server, volumes, project);
        project.Wait(service);
        ComposePod.AddPorts(server, service, hostPort: "", replicas: 1);
        ComposePod.AddLife(server, service, "unless-stopped", "Always");
        ComposePod.AddLabels(translation, server, service);
        server.Spec.Take("replicas");
        // Its name leads to it, and its volume outlives it, in Compose as well.
        server.Spec.TakeWhere(
            ("serviceName", server.Name),
            ("persistentVolumeClaimRetentionPolicy", new JsonObject { ["whenDeleted"] = "Retain", ["whenScaled"] = "Retain" }));
        project.Add(server.Name, service, volumes);
        project.Need(server.Name, service["healthcheck"] is null ? "service_started" : "service_healthy");
    }

    private static void AddMigrations(Translation translation, Workload job, string name, ComposeProject project)
    {
        var volumes = new ComposeVolumes(job, translation);
        var service = ComposeService.Of(job.Container, job, translation, volumes);
        var tries = job.Spec.TakeText("backoffLimit") ?? Tries;
        ComposePod.AddLife(job, service, tries == "0" ? "no" : $"on-failure:{tries}", "Never");
        ComposePod.AddLabels(translation, job, service);
        project.Wait(service);
        project.Add(name, service, volumes);
        project.NeedEnd(name);
    }

    // As charts/app labels what it makes.
    private static string Label(Part workload, string name) => workload.At("metadata", "labels")?.Text($"app.kubernetes.io/{name}") ?? "";

    private static bool HasOneContainer(Part workload) =>
        PodOf(workload) is var pod && pod.Items("initContainers").Count == 0 && pod.Items("containers").Count == 1;

    private static Part PodOf(Part workload) => workload.At("spec", "template", "spec")!;
}
