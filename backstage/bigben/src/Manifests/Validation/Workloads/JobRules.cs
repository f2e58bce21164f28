using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    // A CronJob's Jobs have 11 characters more.
    private const int MaxCronJobName = 52;

    private static readonly RuleTable Spec = new()
    {
        { "parallelism", Must.BeAtLeast(0) },
        { "completions", Must.BeAtLeast(0) },
        { "activeDeadlineSeconds", Must.BeAtLeast(0) },
        { "backoffLimit", Must.BeAtLeast(0) },
        { "ttlSecondsAfterFinished", Must.BeAtLeast(0) },
        { "completionMode", Must.BeOneOf("Indexed", "NonIndexed") },
        { "completions", BeGivenWhenIndexed },
        { "backoffLimitPerIndex", Must.BeAtLeast(0), OnlyWhenIndexed },
        { "maxFailedIndexes", Must.BeAtLeast(0), OnlyWhenIndexed },
        { "podReplacementPolicy", Must.BeOneOf("Failed", "TerminatingOrFailed") },
        { "template", PodTemplates.BeValid },
        { "template", PodTemplates.RunToTheEnd },
    };

    /// <summary>A Job.</summary>
    public static RuleTable Job { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec", Spec.Check },
    };

    /// <summary>A CronJob.</summary>
    public static RuleTable CronJob { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.schedule", Must.BeSet(), CronSchedule.BeValid },
        { "spec.timeZone", TimeZones.BeKnown },
        { "spec.startingDeadlineSeconds", Must.BeAtLeast(0) },
        { "spec.concurrencyPolicy", Must.BeOneOf("Allow", "Forbid", "Replace") },
        { "spec.jobTemplate.spec", Spec.Check },
        { "spec.jobTemplate.spec.selector", NotSelect },
        { "spec.successfulJobsHistoryLimit", Must.BeAtLeast(0) },
        { "spec.failedJobsHistoryLimit", Must.BeAtLeast(0) },
        { "metadata.name", BeShort },
    };

    // By default both are one where neither is given.
    private static void BeGivenWhenIndexed(Field completions)
    {
        if (IsIndexed(completions) && !completions.Exists && completions.Parent["parallelism"].Exists)
            completions.Required("when completion mode is Indexed");
    }

    private static void OnlyWhenIndexed(Field field)
    {
        if (field.Exists && !IsIndexed(field))
            field.Invalid("requires indexed completion mode");
    }

    private static bool IsIndexed(Field field) => field.Parent["completionMode"].Text == "Indexed";

    private static void NotSelect(Field selector)
    {
        if (selector.Exists)
            selector.Invalid("`selector` will be auto-generated");
    }

    private static void BeShort(Field name)
    {
        if (name.Text.Length > MaxCronJobName)
            name.Invalid($"must be no more than {MaxCronJobName} characters");
    }
}
