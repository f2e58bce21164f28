using BigBen.Manifests.Validation.Metadata;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The templates that workloads make pods from.</summary>
internal static class PodTemplates
{
    /// <summary>A whole template. Kubernetes reports its labels and annotations without <c>metadata</c> in the path.</summary>
    public static void BeValid(Field template)
    {
        HaveMetadata(template);
        PodSpecs.Table.Check(template["spec"]);
        if (!template["spec"]["ephemeralContainers"].IsEmpty)
            template["spec"]["ephemeralContainers"].Forbidden("ephemeral containers not allowed in pod template");
    }

    /// <summary>A template's metadata.</summary>
    public static void HaveMetadata(Field template)
    {
        ObjectMetadata.BeLabels(template["metadata"]["labels"].Named(template, "labels"));
        ObjectMetadata.BeAnnotations(template["metadata"]["annotations"].Named(template, "annotations"));
    }

    /// <summary>A template whose pods are started again for ever.</summary>
    /// <param name="owner">The kind that it belongs to, as in errors: <c>ReplicaSet</c>.</param>
    public static Rule RunForever(string owner) => template =>
    {
        var policy = template["spec"]["restartPolicy"];
        if (policy.Exists && policy.Text != "Always")
            policy.NotSupported(["Always"]);
        if (template["spec"]["activeDeadlineSeconds"].Exists)
            template["spec"]["activeDeadlineSeconds"].Forbidden($"activeDeadlineSeconds in {owner} is not Supported");
    };

    /// <summary>A template whose pods end.</summary>
    public static void RunToTheEnd(Field template)
    {
        var policy = template["spec"]["restartPolicy"];
        // The default of pods is Always.
        if (policy.Text is "" or "Always")
            policy.Required("valid values: \"OnFailure\", \"Never\"");
        else if (policy.Text is not ("OnFailure" or "Never"))
            policy.NotSupported(["OnFailure", "Never"]);
    }
}
