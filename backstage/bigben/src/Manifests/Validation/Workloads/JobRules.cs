using BigBen.Foundation.Schedules;
using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    // A CronJob's Jobs have 11 characters more.
    private const int MaxCronJobName = 52;

    private static readonly Rule OnlyWhenIndexed = Must.NotBe(
        field => field.Exists && !IsIndexed(field), "requires indexed completion mode");

    private static readonly RuleTable Spec = new()
    {
        { "parallelism", Must.BeAtLeast(0) },
        { "completions", Must.BeAtLeast(0) },
        { "activeDeadlineSeconds", Must.BeAtLeast(0) },
        { "backoffLimit", Must.BeAtLeast(0) },
        { "ttlSecondsAfterFinished", Must.BeAtLeast(0) },
        { "completionMode", Must.BeOneOf("Indexed", "NonIndexed") },
        // By default both are one where neither is given.
        {
            "completions",
            Must.BeSetWhere(
                completions => IsIndexed(completions) && completions.Parent["parallelism"].Exists, "when completion mode is Indexed")
        },
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
        { "spec.schedule", Must.BeSet(), BeSchedule },
        { "spec.timeZone", TimeZones.BeKnown },
        { "spec.startingDeadlineSeconds", Must.BeAtLeast(0) },
        { "spec.concurrencyPolicy", Must.BeOneOf("Allow", "Forbid", "Replace") },
        { "spec.jobTemplate.spec", Spec.Check },
        { "spec.jobTemplate.spec.selector", Must.NotBe(selector => selector.Exists, "`selector` will be auto-generated") },
        { "spec.successfulJobsHistoryLimit", Must.BeAtLeast(0) },
        { "spec.failedJobsHistoryLimit", Must.BeAtLeast(0) },
        { "metadata.name", Must.NotBe(name => name.Text.Length > MaxCronJobName, $"must be no more than {MaxCronJobName} characters") },
    };

    // Without a time zone of its own.
    private static void BeSchedule(Field schedule)
    {
        var text = schedule.Text;
        if (text.Contains("TZ", StringComparison.Ordinal))
        {
            schedule.Invalid(
                schedule.Parent["timeZone"].Exists
                    ? "cannot use both timeZone field and TZ or CRON_TZ in schedule"
                    : "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        else if (CronSchedule.Read(text).Error is { } error)
        {
            schedule.Invalid(error);
        }
    }

    private static bool IsIndexed(Field field) => field.Parent["completionMode"].Text == "Indexed";
}
