using BigBen.Console.Endpoints;
using BigBen.Console.Html;
using BigBen.Pipeline.Protection;

namespace BigBen.Console.Pages;

/// <summary><c>GET /runs</c>: every push, delivery, release and rollback.</summary>
internal static class PipelinePage
{
    private const int Shown = 50;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/runs", async () => Page.Of("Pipeline", "/runs", await WriteAsync(context))).ExcludeFromDescription();

    /// <summary>What came out of a run, or what it is at.</summary>
    public static string Sentence(RunDocument run) =>
        run.Message ?? (run.Steps.Count > 0 ? run.Steps[^1].Name : "starting");

    private static async Task<Markup> WriteAsync(ConsoleContext context)
    {
        var runs = RunListEndpoint.Latest(context.Journal, Shown);
        var longest = runs.Select(run => run.Seconds ?? 0).DefaultIfEmpty(1).Max();
        var waiting = await Parts.WaitingAsync(context, runs);
        return Markup.Of($"""
            <h1>Pipeline</h1>
            <p class="muted">Every push, release, rollback, restart and refresh, the latest first.</p>
            {Markup.If(runs.Count == 0, () => Markup.Of($"""
            <p class="empty">Nothing has run yet. <code>git push big-ben main</code> starts a delivery.</p>
            """))}
            <ol class="run-list" aria-label="Runs">{runs.Select(run => Row(run, longest, waiting, context))}</ol>
            """);
    }

    private static Markup Row(RunDocument run, double longest, IReadOnlyList<WaitingRow> waiting, ConsoleContext context) => Markup.Of($"""
        <li id="run-{run.Id}"><a class="run" href="/runs/{run.Id}">
        <span class="run-state">{Parts.State(run, waiting)}</span><b class="run-kind">{run.Kind}</b>
        <span class="run-what">{Sentence(run)}</span>
        <span class="run-time">{(run.Seconds is { } seconds ? Parts.Seconds(seconds) : "…")}</span></a>
        <svg class="spark" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{Segments(run, Math.Max(longest, 0.001))}</svg>
        <span class="muted run-ago">{Parts.Ago(run.StartedAt, context.Clock)}</span></li>
        """);

    private static IEnumerable<Markup> Segments(RunDocument run, double longest) =>
        run.Steps.Where(step => step.Seconds is not null).Select(step => Markup.Of($"""
            <rect class="{step.State}" x="{(step.StartedAt - run.StartedAt).TotalSeconds / longest * 100:0.##}" y="0"
            width="{Math.Max(step.Seconds!.Value / longest * 100, 0.3):0.##}" height="4"><title>{step.Name}</title></rect>
            """));
}
