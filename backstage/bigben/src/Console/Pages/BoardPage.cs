using BigBen.Console.Endpoints;
using BigBen.Console.Html;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;
using BigBen.Pipeline.Commits;
using BigBen.Pipeline.Protection;

namespace BigBen.Console.Pages;

/// <summary><c>GET /</c>: services down, environments across.</summary>
internal static class BoardPage
{
    private const int SubjectsShown = 20;
    private const int PodsShown = 3;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/", async () => Page.Of("Board", "/", await WriteAsync(context))).ExcludeFromDescription();

    private static async Task<Markup> WriteAsync(ConsoleContext context)
    {
        var cluster = context.Objects;
        var applications = ApplicationList.Services(cluster);
        var listed = await context.Commits.EnvironmentsAsync(context.End);
        // What is not listed any more is there until it is pruned.
        var environments = listed.Names.Union(applications.Select(application => application.Environment).Order(StringComparer.Ordinal))
            .ToList();
        var rows = await Task.WhenAll(applications.GroupBy(application => application.Service)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => RowAsync(context, cluster, row.Key, environments, [.. row])));
        var healthy = applications.Count(application => application.Health.Status == HealthCode.Healthy);
        var synced = applications.Count(application => application.Sync == SyncStatus.Synced);
        var waiting = await context.Commits.WaitingAsync(context.Clock, context.End);
        return Markup.Of($"""
            <div class="title"><div><h1>What runs where</h1>
            <p class="muted">{Parts.Count(applications.Count, "application")}, {healthy} healthy,
            {synced} synced{Reconciled(cluster)}</p></div>
            <div class="buttons">{Markup.If(applications.Count > 8, () => Markup.Of($"""
            <label class="filter">Filter
            <input type="search" data-filter="#board [data-row]" placeholder="service, version, state"></label>
            """))}
            <a class="button primary" href="/release">Release to {listed.Last}…</a></div></div>
            {waiting.Select(row => Markup.Of($"""<p class="note">Waiting: {$"{row}"}</p>"""))}
            {Now(context, waiting)}
            <table id="board" class="board" role="table" aria-label="Services by environment">
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Service</th>{environments.Select(name => Markup.Of(
                $"""<th role="columnheader" scope="col">{name}</th>"""))}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
            </table>
            {Markup.If(applications.Count == 0, () => Markup.Of($"""
            <p class="empty">Nothing runs yet. <code>git push big-ben main</code> delivers what main holds.</p>
            """))}
            """);
    }

    // The root Application is the one that follows main.
    private static Markup Reconciled(ClusterObjects cluster) =>
        ApplicationList.All(cluster).FirstOrDefault(application => !application.IsService && application.Revision.Length > 0) is { } root
            ? Markup.Of($", main at <code>{Parts.Short(root.Revision)}</code>")
            : Markup.Empty;

    // What is being done this moment, and what was done last.
    private static Markup Now(ConsoleContext context, IReadOnlyList<WaitingRow> waiting)
    {
        var latest = RunListEndpoint.Latest(context.Journal, 3);
        return latest.Count == 0 ? Markup.Empty : Markup.Of($"""
            <ul class="runs-now" aria-label="Latest runs">{latest.Select(run => Markup.Of($"""
            <li><a href="/runs/{run.Id}">{Parts.State(run, waiting)} <b>{run.Kind}</b>
            <span class="what">{PipelinePage.Sentence(run)}</span></a>
            <span class="muted">{Parts.Ago(run.StartedAt, context.Clock)}</span></li>
            """))}</ul>
            """);
    }

    private static async Task<Markup> RowAsync(
        ConsoleContext context,
        ClusterObjects cluster,
        string service,
        List<string> environments,
        List<Application> row)
    {
        var cells = await Task.WhenAll(environments.Select(environment => CellAsync(context, cluster, environment, row)));
        return Markup.Of($"""
            <tr role="row" data-row="{service}" id="row-{service}"><th role="rowheader" scope="row">{service}</th>{cells}</tr>
            """);
    }

    private static async Task<Markup> CellAsync(
        ConsoleContext context, ClusterObjects cluster, string environment, List<Application> row)
    {
        if (row.FirstOrDefault(candidate => candidate.Environment == environment) is not { } application)
        {
            return Markup.Of($"""
                <td role="cell" class="cell none" data-environment="{environment}"><span class="muted">not in {environment}</span></td>
                """);
        }

        var distances = await Task.WhenAll(
            row.Where(other => other != application).Select(other => context.Commits.BetweenAsync(application, other)));
        var url = ApplicationUrls.Of(cluster, application) is [var host, ..]
            ? PlatformHosts.AtPort(host, context.Record.Port)
            : null;
        var problem = application.Errors is [var first, ..] ? first
            : application.Health.Status == HealthCode.Healthy ? ""
            : application.Health.Message;
        var isMild = Parts.IsMild(application.Health) && application.Errors.Count == 0;
        return Markup.Of($"""
            <td role="cell" class="cell" data-environment="{environment}">
            <div class="cell-head"><a class="version" href="/applications/{application.Name}">{application.Source.Tag}</a>
            {Markup.If(url is not null, () => Markup.Of($"""
            <a class="open" href="{url}" target="_blank" rel="noreferrer" aria-label="Open {application.Name}">Open<span
            aria-hidden="true"> ↗</span></a>
            """))}</div>
            <div class="pills">{Parts.Health(application.Health.Status)}{Parts.Sync(application.Sync)}</div>
            <p class="facts"><span>{Parts.Ready(cluster, application, " ready")}</span>
            <span>{Parts.Ago(application.DeployedAt, context.Clock)}</span></p>
            {Schedule.Of(cluster, application).Select(schedule => Markup.Of(
                $"""<p class="far">{Parts.Time(schedule, context.Clock)}</p>"""))}
            {Markup.If(problem.Length > 0, () => Markup.Of($"""<p class="problem {(isMild ? "mild" : "")}">{problem}</p>"""))}
            {ServicePods.HopelessOf(cluster, application).Take(PodsShown).Select(Parts.Hopeless)}
            {Markup.If(application.Drift.Length > 0, () => Markup.Of($"""<p class="problem mild">{application.Drift}</p>"""))}
            {distances.OfType<Distance>().Select(distance => Far(application.Name, distance))}
            </td>
            """);
    }

    private static Markup Far(string application, Distance distance) =>
        distance.Ahead.Count + distance.Behind.Count == 0
            ? Markup.Of($"""<p class="far same">level with {distance.Other}</p>""")
            : Markup.Of($"""
                {Commits(application, distance.Ahead, $"ahead of {distance.Other}")}
                {Commits(application, distance.Behind, $"behind {distance.Other}")}
                """);

    // By its id the script knows it again, and leaves it open.
    private static Markup Commits(string application, IReadOnlyList<Commit> commits, string where) =>
        Markup.If(commits.Count > 0, () => Markup.Of($"""
            <details class="far" id="{application}-{where.Split(' ')[0]}-{where.Split(' ')[^1]}">
            <summary>{Parts.Count(commits.Count, "commit")} {where}</summary>
            <ul>{commits.Take(SubjectsShown).Select(commit => Markup.Of($"""
            <li><code>{Parts.Short(commit.Id)}</code> {commit.Subject} <span class="muted">{commit.Author}</span></li>
            """))}</ul></details>
            """));
}
