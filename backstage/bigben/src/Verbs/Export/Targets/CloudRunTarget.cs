using BigBen.Verbs.Export.Targets.CloudRun;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets;

/// <summary><c>cloud-run</c>: a Knative Service as <c>gcloud run services replace</c> takes it.</summary>
internal static class CloudRunTarget
{
    // Of Cloud Run's Admin API; the name is a part of the host as well.
    private const int LongestName = 49;

    /// <summary>Makes it.</summary>
    /// <exception cref="PlatformException">Nothing of it answers requests, or its name is too long for Cloud Run.</exception>
    public static ExportResult Make(ExportSource source)
    {
        var translation = new Translation(source.Objects);
        var workload = Workload.Find(translation, source.Service, "cloud-run", isThere: _ => false);
        if (workload.IsScheduled || workload.MainPort is null)
        {
            throw new PlatformException(
                $"cloud-run runs what answers requests, and '{source.Service}' has no port: export 'compose', 'helm' or 'manifest'.");
        }

        // A project has no namespaces: each environment has a service of its own by its name.
        var name = $"{source.Environment}-{workload.Name}";
        if (name.Length > LongestName)
        {
            throw new PlatformException($"Cloud Run takes names of up to {LongestName} characters, and '{name}' has {name.Length}: "
                + "export 'compose', 'helm' or 'manifest', or give the service or the environment a shorter name.");
        }

        var service = Service(translation, workload, name, source.Environment);
        const string next = "gcloud run services replace service.yaml --region REGION";
        IReadOnlyList<string> left = [.. translation.Left(), .. source.Secrets];
        var header = ExportResult.Header(source, "cloud-run", left, next);
        return new([new("service.yaml", header + YamlWriter.Write(service))], left, next);
    }

    private static JsonObject Service(Translation translation, Workload workload, string name, string environment)
    {
        var (least, most) = Replicas.Take(translation, workload);
        var scale = new JsonObject
        {
            ["autoscaling.knative.dev/minScale"] = Number(least),
            ["autoscaling.knative.dev/maxScale"] = Number(most),
        };
        var routed = Workload.TakeRoute(translation);
        var volumes = CloudRunVolumes.Take(workload, environment);
        var containers = new JsonArray();
        foreach (var container in workload.Others.Where(container => container.Text("restartPolicy") is "" or "Always").ToList())
        {
            // A sidecar of Kubernetes is an init container that stays; here it is a container like the others.
            if (workload.Pod.Items("initContainers").Any(one => one.Text("name") == container.Text("name"))
                && container.Text("restartPolicy").Length == 0)
                continue;
            container.TakeWhere(("restartPolicy", "Always"));
            containers.Add((JsonNode)CloudRunContainer.Of(container, workload, translation, volumes, environment, isMain: false));
        }

        var own = CloudRunContainer.Of(workload.Container, workload, translation, volumes, environment, isMain: true);
        containers.Insert(0, own);
        if (CloudRunContainer.NeedsFirstGeneration(own))
            scale["run.googleapis.com/execution-environment"] = "gen1";
        var pod = workload.Pod;
        // What it does by itself.
        pod.TakeWhere(("enableServiceLinks", false), ("automountServiceAccountToken", false), ("restartPolicy", "Always"));
        var spec = new JsonObject { ["containers"] = containers };
        if (volumes.Count > 0)
            spec["volumes"] = new JsonArray([.. volumes.Values]);
        return new JsonObject
        {
            ["apiVersion"] = "serving.knative.dev/v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = Access(routed),
            },
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = scale }, ["spec"] = spec },
            },
        };
    }

    // Whom it lets in by itself is only who is its invoker, by IAM; what is routed is for everybody.
    private static JsonObject Access(bool isRouted) => isRouted
        ? new() { ["run.googleapis.com/ingress"] = "all", ["run.googleapis.com/invoker-iam-disabled"] = "true" }
        : new() { ["run.googleapis.com/ingress"] = "internal" };

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
