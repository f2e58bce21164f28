using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry.Strategies;

/// <summary>
/// What the server gives a new Job: the defaults that a CronJob's template does not get, and the labels and selector of its own pods.
/// </summary>
internal static class JobStrategy
{
    /// <summary>Completes a Job that has its uid already, in place.</summary>
    public static void StartJob(JsonObject job)
    {
        if (job["spec"] is not JsonObject spec)
            return;
        if (spec["completions"] is null && spec["parallelism"] is null)
            spec["completions"] = 1;
        Default(spec, "parallelism", 1);
        Default(spec, "backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        Default(spec, "suspend", false);
        Default(spec, "podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        Default(spec, "manualSelector", false);
        if (!spec["manualSelector"]!.GetValue<bool>())
            Select(job, spec);
    }

    // What no other Job's pods have, however often a name is used; each label also under the name that it had before it had a domain.
    private static void Select(JsonObject job, JsonObject spec)
    {
        var (uid, name) = (ObjectMeta.Text(job, "uid"), ObjectMeta.Text(job, "name"));
        var template = spec.MapOf("template");
        foreach (var metadata in new[] { ObjectMeta.Of(job), template.MapOf("metadata") })
        {
            var labels = metadata.MapOf("labels");
            labels["batch.kubernetes.io/controller-uid"] = uid;
            labels["batch.kubernetes.io/job-name"] = name;
            labels["controller-uid"] = uid;
            labels["job-name"] = name;
        }

        spec.MapOf("selector").MapOf("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }

    private static void Default(JsonObject spec, string field, JsonNode value) => spec[field] ??= value;
}
