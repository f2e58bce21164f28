using BigBen.Console.Html;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;
using BigBen.Pipeline.Protection;

namespace BigBen.Console.Pages;

/// <summary>Small pieces that several pages are made of. Every state is told by a word and a sign, never by a colour alone.</summary>
internal static class Parts
{
    // How the lines of a unified diff begin that are not content.
    private static readonly string[] Meta = ["+++", "---", "diff ", "index ", "@@"];

    /// <summary>A health by its own word, or by one that says more.</summary>
    public static Markup Health(HealthCode health, string? word = null) => Pill(
        word ?? $"{health}",
        health switch
        {
            HealthCode.Healthy => "good",
            HealthCode.Progressing => "busy",
            HealthCode.Degraded => "bad",
            _ => "odd",
        });

    /// <summary>Whether nobody needs to do anything about a health that is not the best: it is on its way, or held on purpose.</summary>
    public static bool IsMild(HealthStatus health) => health.Status is HealthCode.Progressing or HealthCode.Suspended;

    public static Markup Sync(SyncStatus sync) => Pill(
        $"{sync}",
        sync switch
        {
            SyncStatus.Synced => "good",
            SyncStatus.OutOfSync => "warn",
            _ => "odd",
        });

    public static Markup State(RunState state) => Pill(
        $"{state}",
        state switch
        {
            RunState.Succeeded => "good",
            RunState.Failed => "bad",
            RunState.Running => "busy",
            RunState.Waiting => "warn",
            _ => "odd",
        });

    /// <summary>How a run stands; what waited and waits no more has gone on since, or something newer took its place.</summary>
    public static Markup State(RunDocument run, IReadOnlyList<WaitingRow> waiting) =>
        run.State == RunState.Waiting && !IsWaiting(run, waiting) ? Pill("Waited", "odd") : State(run.State);

    /// <summary>What waits, as far as runs have asked for it: git is read only where one of them did.</summary>
    public static async Task<IReadOnlyList<WaitingRow>> WaitingAsync(ConsoleContext context, IReadOnlyList<RunDocument> runs) =>
        runs.Any(run => run.State == RunState.Waiting) ? await context.Commits.WaitingAsync(context.Clock, context.End) : [];

    /// <summary>Whether what a run asked for waits still.</summary>
    public static bool IsWaiting(RunDocument run, IReadOnlyList<WaitingRow> waiting) =>
        run.State == RunState.Waiting
        && waiting.Any(row => run.Message?.StartsWith($"'{row.Change}' ", StringComparison.Ordinal) is true);

    public static Markup Pill(string word, string kind) =>
        Markup.Of($"""<span class="pill {kind}"><span class="sign" aria-hidden="true">{Sign(kind)}</span>{word}</span>""");

    /// <summary>How many pods are ready of those that are wanted, or in a word why none is wanted.</summary>
    public static string Ready(ClusterObjects cluster, Application application, string after = "")
    {
        var (wanted, ready) = ServicePods.ReplicasOf(cluster, application);
        return ServicePods.IsAsleep(cluster, application) ? "asleep"
            : wanted == 0 && Schedule.WordOf(Schedule.Of(cluster, application)) is { } word ? word
            : $"{ready}/{wanted}{after}";
    }

    /// <summary>A pod that does not come up: what it is in, how it ended last, and the way to its logs.</summary>
    public static Markup Hopeless(Pod pod) => Markup.Of(
        $"""<p class="problem">Pod <a href="/pods/{pod.Namespace}/{pod.Name}">{pod.Name}</a> is in {pod.LastEnd}.</p>""");

    /// <summary>When a CronJob runs, and what its last run came to.</summary>
    public static Markup Time(Schedule schedule, TimeProvider clock) => Markup.Of(
        $"{schedule.ToString()}{Markup.If(schedule.LastRunAt is not null, () => Markup.Of($", {Ago(schedule.LastRunAt, clock)}"))}");

    /// <summary>How long ago; the script keeps it right.</summary>
    public static Markup Ago(DateTimeOffset? time, TimeProvider clock) =>
        time is { } at
            ? Markup.Of($"""
                <time datetime="{at.UtcDateTime:O}" title="{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" data-age>{Age(
                    clock.GetUtcNow() - at)} ago</time>
                """)
            : Markup.Of($"never");

    public static string Age(TimeSpan age) =>
        age.TotalSeconds < 60 ? $"{Math.Max(0, (int)age.TotalSeconds)} s"
        : age.TotalMinutes < 60 ? $"{(int)age.TotalMinutes} min"
        : age.TotalHours < 48 ? $"{(int)age.TotalHours} h"
        : $"{(int)age.TotalDays} d";

    public static string Seconds(double seconds) =>
        seconds < 10 ? seconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : seconds < 60 ? seconds.ToString("0 s", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s");

    /// <summary>A commit or digest, short; a tag by its name; whatever else, whole.</summary>
    public static string Short(string revision) =>
        revision.StartsWith("sha256:", StringComparison.Ordinal) && revision.Length > 19 ? revision[7..19]
        : revision.Length == 40 ? revision[..7]
        : revision.Replace("refs/tags/", "", StringComparison.Ordinal);

    public static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    /// <summary>A unified diff, line by line.</summary>
    public static Markup Diff(IEnumerable<string> lines) => Markup.Of($"""
        <pre class="diff" tabindex="0">{lines.Select(line => Markup.Of($"""<span class="{KindOf(line)}">{line}{"\n"}</span>"""))}</pre>
        """);

    public static Markup Table(string caption, IReadOnlyList<string> columns, IEnumerable<Markup> rows) => Markup.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table class="list">
        <thead><tr>{columns.Select(column => Markup.Of($"""<th scope="col">{column}</th>"""))}</tr></thead>
        <tbody>{rows}</tbody></table></div>
        """);

    private static string KindOf(string line) =>
        Meta.Any(start => line.StartsWith(start, StringComparison.Ordinal)) ? "meta"
        : line.StartsWith('+') ? "plus"
        : line.StartsWith('-') ? "minus"
        : "same";

    private static string Sign(string kind) => kind switch
    {
        "good" => "✓",
        "bad" => "✕",
        "busy" => "◔",
        "warn" => "!",
        _ => "–",
    };
}
