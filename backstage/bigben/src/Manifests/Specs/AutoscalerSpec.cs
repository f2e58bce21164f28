namespace BigBen.Manifests.Specs;

/// <summary>A HorizontalPodAutoscaler: here the target simply runs the least number of replicas.</summary>
internal sealed record AutoscalerSpec(string TargetKind, string TargetName, int MinReplicas, int MaxReplicas) : ObjectSpec
{
    public static AutoscalerSpec Read(Fields spec)
    {
        var target = spec.RequiredMapping("scaleTargetRef");
        target.Accept("apiVersion");
        var result = new AutoscalerSpec(
            target.RequiredText("kind"),
            target.RequiredText("name"),
            spec.Number("minReplicas", least: 1) ?? 1,
            spec.Number("maxReplicas", least: 1) ?? throw spec.Broken("maxReplicas", "is missing"));
        target.End();
        if (result.MaxReplicas < result.MinReplicas)
            throw spec.Broken("maxReplicas", $"is {result.MaxReplicas}, less than minReplicas {result.MinReplicas}");
        foreach (var field in new[] { "metrics", "behavior", "targetCPUUtilizationPercentage" })
            spec.Unenforced(field, "nothing measures load here: the Deployment runs minReplicas");
        spec.End();
        return result;
    }
}
