using BigBen.Console.Html;
using BigBen.Pipeline.Protection;

namespace BigBen.Console.Pages;

/// <summary>
/// <c>GET /runs/{id}</c>: one run from its start to its end, step by step, as a bar chart, with the output of its programs.
/// </summary>
internal static class RunPage
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/runs/{id}", async (string id) => context.Journal.Find(id) is { } run
            ? Page.Of($"{run.Kind} {run.State}", "/runs", await WriteAsync(run, context), run.State == RunState.Running ? 1 : 0)
            : Page.NotFound($"There is no run '{id}'; the latest 200 are kept.")).ExcludeFromDescription();

    private static async Task<Markup> WriteAsync(RunDocument run, ConsoleContext context)
    {
        var waiting = await Parts.WaitingAsync(context, [run]);
        var total = Math.Max(run.Seconds ?? (context.Clock.GetUtcNow() - run.StartedAt).TotalSeconds, 0.001);
        return Markup.Of($"""
            <p class="crumbs"><a href="/runs">Pipeline</a> / <span>{run.Id}</span></p>
            <div class="title"><div><h1>{run.Kind} {Parts.State(run, waiting)}</h1>
            <p class="muted">{Parts.Ago(run.StartedAt, context.Clock)},
            {Parts.Seconds(total)}{(run.State == RunState.Running ? " so far" : "")}, {Parts.Count(run.Steps.Count, "step")}</p></div></div>
            {Message(run, waiting)}
            <h2>Steps</h2>
            <ol class="bars" aria-label="Steps and how long each took">{run.Steps.Select((step, index) =>
                Bar(run, step, index, total, context))}</ol>
            {Logs(run)}
            """);
    }

    private static Markup Message(RunDocument run, IReadOnlyList<WaitingRow> waiting) =>
        run.Message is null ? Markup.Empty
        : run.State == RunState.Failed ? Markup.Of($"""<p class="alert" role="alert">{run.Message}</p>""")
        : run.State == RunState.Waiting ? Markup.Of($"""
            <p class="note">{run.Message}{(Parts.IsWaiting(run, waiting)
                ? "" : "\nIt waits no more: it has gone on since, or something newer took its place.")}</p>
            """)
        : Markup.Of($"""<p class="closing">{run.Message}</p>""");

    private static Markup Bar(RunDocument run, RunStepDocument step, int index, double total, ConsoleContext context)
    {
        var offset = Math.Clamp((step.StartedAt - run.StartedAt).TotalSeconds / total * 100, 0, 99.5);
        var seconds = step.Seconds ?? (step.State == RunState.Running ? (context.Clock.GetUtcNow() - step.StartedAt).TotalSeconds : 0);
        var width = Math.Clamp(seconds / total * 100, 0.5, 100 - offset);
        var begun = Math.Max(0, (step.StartedAt - run.StartedAt).TotalSeconds);
        return Markup.Of($"""
            <li class="bar" id="step-{index}">
            <span class="bar-name">{Parts.State(step.State)} {step.Name}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img"
            aria-label="{step.Name}: {Parts.Seconds(seconds)}, begun after {Parts.Seconds(begun)}"><rect class="{step.State}"
            x="{offset:0.##}" y="1" width="{width:0.##}" height="8" rx="0.4"></rect></svg>
            <span class="bar-time">{Parts.Seconds(seconds)}</span>
            <span class="bar-detail">{step.Detail}</span>
            {Markup.If(step.Notes.Count > 0, () => Markup.Of(
                $"""<ul class="notes">{step.Notes.Select(note => Markup.Of($"<li>{note}</li>"))}</ul>"""))}
            </li>
            """);
    }

    private static Markup Logs(RunDocument run) => Markup.If(run.Logs.Count > 0, () => Markup.Of($"""
        <h2>Output</h2>
        {run.Logs.Select((log, index) => Log(
            log, $"{PlatformRoutes.Runs}/{run.Id}/logs/{log}", run.State == RunState.Running && index == run.Logs.Count - 1))}
        """));

    private static Markup Log(string name, string path, bool isOpen) => Markup.Of($"""
        <details class="log-box" id="log-{name}"{Markup.If(isOpen, () => Markup.Of($" open"))}><summary>{name}</summary>
        <div class="log-view" data-keep id="view-{name}" data-name="{name}"
        data-log="{path}?follow=true"><noscript><a href="{path}">Show the log as text</a></noscript></div></details>
        """);
}
