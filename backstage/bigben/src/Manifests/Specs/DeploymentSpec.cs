using System.Text.Json.Nodes;

namespace BigBen.Manifests.Specs;

/// <summary>A Deployment; the defaults are those of the Kubernetes API (apps/v1 DeploymentSpec).</summary>
internal sealed record DeploymentSpec(
    int? Replicas,
    bool Recreate,
    NumberOrPercent MaxSurge,
    NumberOrPercent MaxUnavailable,
    TimeSpan MinReady,
    TimeSpan ProgressDeadline,
    JsonObject Template) : ObjectSpec
{
    public static DeploymentSpec Read(Fields spec)
    {
        var strategy = spec.Mapping("strategy");
        var recreate = strategy?.OneOf("type", "RollingUpdate", "RollingUpdate", "Recreate") == "Recreate";
        var rolling = strategy?.Mapping("rollingUpdate");
        if (recreate && rolling is not null)
            throw strategy!.Broken("rollingUpdate", "has no place beside type Recreate");
        var surge = rolling?.NumberOrPercent("maxSurge", "25%") ?? new NumberOrPercent(25, IsPercent: true);
        var unavailable = rolling?.NumberOrPercent("maxUnavailable", "25%") ?? new NumberOrPercent(25, IsPercent: true);
        if (surge.Value == 0 && unavailable.Value == 0)
            throw rolling!.Broken("maxUnavailable", "may not be 0 when maxSurge is 0: no pod could ever be replaced");
        rolling?.End();
        strategy?.End();
        spec.Accept("revisionHistoryLimit");
        spec.Flag("paused");

        var template = spec.RequiredMapping("template");
        var metadata = template.RequiredMapping("metadata");
        var labels = metadata.TextMap("labels");
        metadata.TextMap("annotations");
        metadata.Accept("name", "namespace", "creationTimestamp");
        metadata.End();
        Selector(spec.RequiredMapping("selector"), labels);
        var podSpec = template.RequiredMapping("spec");
        podSpec.OneOf("restartPolicy", "Always", "Always");
        PodSpec.Read(podSpec);
        template.End();

        var result = new DeploymentSpec(
            spec.Number("replicas"),
            recreate,
            surge,
            unavailable,
            spec.Seconds("minReadySeconds", 0),
            spec.Seconds("progressDeadlineSeconds", 600, least: 1),
            (JsonObject)spec.Any("template")!);
        spec.End();
        return result.ProgressDeadline > result.MinReady
            ? result
            : throw spec.Broken("progressDeadlineSeconds", "must be greater than minReadySeconds");
    }

    private static void Selector(Fields selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector.Has("matchExpressions"))
            throw selector.Broken("matchExpressions", "is not supported by the local platform: use matchLabels");
        var wanted = selector.TextMap("matchLabels");
        if (wanted.Count == 0)
            throw selector.Broken("matchLabels", "is missing");
        foreach (var (name, value) in wanted)
        {
            if (!labels.TryGetValue(name, out var label) || label != value)
                throw selector.Broken($"matchLabels.{name}", $"is '{value}', but the pod template's label is '{label ?? "not there"}'");
        }

        selector.End();
    }
}
