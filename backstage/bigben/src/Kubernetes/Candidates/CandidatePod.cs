namespace BigBen.Kubernetes.Candidates;

/// <summary>The pod of a Deployment's template as one of its own: no owner, and no label by which anything would find it.</summary>
internal static class CandidatePod
{
    /// <summary>The label of everything that is made for a candidate; its value is the Application.</summary>
    public const string Label = "bigben.localhost/candidate";

    // However the platform ends, the kubelet ends the pod so long after its deadline.
    private const int SpareSeconds = 60;

    /// <summary>The pod. It runs once: a crash is final, and is seen as such at once.</summary>
    public static JsonObject Of(CandidateDeployment deployment)
    {
        var template = Copy(deployment.Body.At("spec", "template") ?? default);
        var selecting = deployment.Objects.SelectMany(SelectorsOf).SelectMany(KeysOf).ToHashSet();
        var metadata = Metadata(deployment, deployment.Name, template);
        foreach (var (name, value) in template["metadata"]?["labels"] as JsonObject ?? [])
        {
            if (!selecting.Contains(name))
                metadata["labels"]![name] = value?.DeepClone();
        }

        var spec = template["spec"]?.DeepClone().AsObject() ?? [];
        spec["restartPolicy"] = "Never";
        spec["activeDeadlineSeconds"] = (int)deployment.Deadline.TotalSeconds + SpareSeconds;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = spec };
    }

    /// <summary>A copy of an object that the pod needs, under a name of its own.</summary>
    public static JsonObject CopyOf(CandidateDeployment deployment, JsonElement needed)
    {
        var copy = Copy(needed);
        copy["metadata"] = Metadata(deployment, needed.NameOf(), copy);
        return copy;
    }

    private static JsonObject Copy(JsonElement value) => JsonObject.Create(value.Clone())!.DeepClone().AsObject();

    private static JsonObject Metadata(CandidateDeployment deployment, string name, JsonObject original)
    {
        var metadata = new JsonObject
        {
            ["generateName"] = $"{name}-candidate-",
            ["namespace"] = deployment.Namespace,
            ["labels"] = new JsonObject { [Label] = deployment.Application },
        };
        if (original["metadata"]?["annotations"] is JsonObject annotations)
            metadata["annotations"] = annotations.DeepClone();
        return metadata;
    }

    // Deployments, Services and PodDisruptionBudgets have the one, NetworkPolicies the other.
    private static IEnumerable<JsonElement> SelectorsOf(JsonElement body) =>
        new[] { body.At("spec", "selector"), body.At("spec", "podSelector") }.OfType<JsonElement>();

    // A Service's selector is the labels themselves.
    private static IEnumerable<string> KeysOf(JsonElement selector) =>
        selector.EnumerateObject().SelectMany(field => field switch
        {
            { Name: "matchLabels", Value.ValueKind: JsonValueKind.Object } => field.Value.EnumerateObject().Select(label => label.Name),
            { Name: "matchExpressions" } => selector.ItemsAt("matchExpressions").Select(expression => expression.TextAt("key")),
            _ => [field.Name],
        });
}
