namespace BigBen.Manifests.Specs;

/// <summary>A Job's spec, and that of a CronJob, as far as the local platform runs them.</summary>
internal static class JobSpec
{
    private static readonly string[] NotEnforced = ["podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "maxFailedIndexes"];

    public static void Read(Fields spec)
    {
        spec.Accept(
            "parallelism", "completions", "completionMode", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "suspend",
            "podReplacementPolicy", "selector", "manualSelector", "managedBy");
        foreach (var field in NotEnforced)
            spec.Unenforced(field, "every failure counts, up to backoffLimit, and every completion is needed");
        PodSpec.Read(spec.RequiredMapping("template").RequiredMapping("spec"));
        spec.End();
    }

    public static void ReadCronJob(Fields spec)
    {
        spec.Accept(
            "schedule", "timeZone", "concurrencyPolicy", "suspend", "startingDeadlineSeconds", "successfulJobsHistoryLimit",
            "failedJobsHistoryLimit");
        Read(spec.RequiredMapping("jobTemplate").RequiredMapping("spec"));
        spec.End();
    }
}
