namespace BigBen.Manifests.Specs;

/// <summary>A Job's spec, and that of a CronJob, as far as the local platform runs them.</summary>
internal static class JobSpec
{
    public static void Read(Fields spec)
    {
        spec.Accept(
            "parallelism", "completions", "completionMode", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "suspend",
            "podReplacementPolicy", "selector", "manualSelector", "managedBy", "podFailurePolicy", "successPolicy", "backoffLimitPerIndex",
            "maxFailedIndexes");
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
