using BigBen.Console.Html;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Questions;
using BigBen.Pipeline.Commits;

namespace BigBen.Console.Pages;

/// <summary><c>GET /applications/{name}</c>: what an Application consists of, how it differs from git, how it got there.</summary>
internal static class ApplicationPage
{
    private const int EventsShown = 50;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/applications/{name}", async (string name, CancellationToken cancellationToken) =>
        {
            var cluster = context.Objects;
            return ConsoleContext.Find(cluster, name) is { } found
                ? Page.Of(name, "/", await WriteAsync(found, cluster, context, cancellationToken))
                : Page.NotFound($"There is no Application '{name}'; the board names those there are.");
        }).ExcludeFromDescription();

    private static async Task<Markup> WriteAsync(
        Application application, ClusterObjects cluster, ConsoleContext context, CancellationToken cancellationToken)
    {
        var history = await HistoryAsync(application, context);
        var environments = await context.Commits.EnvironmentsAsync(cancellationToken);
        var difference = await DifferencePart.WriteAsync(context, application, cancellationToken);
        return Markup.Of($"""
            <p class="crumbs"><a href="/">Board</a> / <span>{application.Name}</span></p>
            <div class="title"><div><h1>{application.Name}</h1>
            <div class="pills">{Parts.Health(application.Health.Status)}{Parts.Sync(application.Sync)}</div></div>
            <div class="buttons">
            {Button("refresh", "Refresh")}{Button("restart", "Restart…")}{Button("rollback", "Roll back…")}
            {Markup.If(environments.Released.FirstOrDefault(next => next.PromotesFrom == application.Environment) is not null, () =>
                Markup.Of($"""<a class="button primary" href="/release">Release…</a>"""))}
            </div></div>
            {application.Errors.Select(error => Markup.Of($"""<p class="alert" role="alert">{error}</p>"""))}
            {Markup.If(application.Health.Message.Length > 0, () => Markup.Of(
                $"""<p class="{(Parts.IsMild(application.Health) ? "note" : "alert")}">{application.Health.Message}</p>"""))}
            <dl class="facts-list">
            <div><dt>Version</dt><dd><code>{application.Source.Tag}</code></dd></div>
            <div><dt>Digest</dt><dd><code title="{application.Source.Digest}">{Parts.Short(application.Source.Digest)}</code></dd></div>
            <div><dt>Ready</dt><dd>{Parts.Ready(cluster, application)}</dd></div>
            <div><dt>Revision</dt><dd>{Revision(application)}</dd></div>
            <div><dt>Last sync</dt><dd>{LastSync(application, context)}</dd></div>
            {Schedule.Of(cluster, application).Select(schedule => Markup.Of(
                $"""<div><dt>Schedule</dt><dd>{Parts.Time(schedule, context.Clock)}</dd></div>"""))}
            {ApplicationUrls.Of(cluster, application).Select(url => Url(PlatformHosts.AtPort(url, context.Record.Port)))}
            </dl>
            <h2 id="tree">Tree</h2>
            {Tree(cluster, application, context.Record.Port)}
            <h2 id="difference">Desired against live</h2>
            {difference}
            <h2 id="signals">Golden signals</h2>
            {Signals(cluster, application, context)}
            <h2 id="history">History</h2>
            {history}
            <h2 id="events">Events</h2>
            {Events(cluster, application, context)}
            <h2 id="unenforced">Not enforced here</h2>
            {Unenforced(cluster, application)}
            """);

        Markup Button(string action, string text) =>
            Markup.Of($"""<a class="button" href="/confirm/{action}?application={application.Name}">{text}</a>""");

        static Markup Url(string url) =>
            Markup.Of($"""<div><dt>URL</dt><dd><a href="{url}" target="_blank" rel="noreferrer">{url}</a></dd></div>""");
    }

    private static Markup LastSync(Application application, ConsoleContext context) => application.Operation switch
    {
        null => Markup.Of($"never"),
        { FinishedAt: null } running => Markup.Of($"{running.Phase}{(running.Message.Length > 0 ? $": {running.Message}" : "")}"),
        var last => Markup.Of($"{last.Message}, {Parts.Ago(last.FinishedAt, context.Clock)}"),
    };

    private static Markup Revision(Application application)
    {
        var target = application.Source.TargetRevision;
        return Markup.Of($"""
            <code>{Parts.Short(target)}</code>{Markup.If(target != application.Revision, () => Markup.Of(
                $" at <code>{Parts.Short(application.Revision)}</code>"))}
            """);
    }

    private static Markup Tree(ClusterObjects cluster, Application application, int port)
    {
        return Markup.Of($"""
            <ul class="tree"><li><div class="node"><span class="kind">Application</span><b>{application.Name}</b>{States(
                application.Health, application.Sync)}</div>{Level(ResourceTree.Of(cluster, application))}</li></ul>
            """);

        Markup Level(IReadOnlyList<ResourceNode> nodes) => Markup.If(nodes.Count > 0, () => Markup.Of($"""
            <ul>{nodes.OrderBy(node => Place(node.Reference.Kind)).ThenBy(node => node.Reference.Name, StringComparer.Ordinal)
                .Select(Node)}</ul>
            """));

        Markup Node(ResourceNode node) => Markup.Of($"""
            <li><div class="node"><span class="kind">{node.Reference.Kind}</span>{Name(node.Reference)}{States(
                node.Health, node.Sync)}{Markup.If(node.RequiresPruning, () => Parts.Pill("to be pruned", "warn"))}
            {node.Info.Select(item => Markup.Of($"""<span class="info">{item.Name}: {item.Value}</span>"""))}
            {node.Urls.Select(url => Markup.Of($"""<span class="info">{PlatformHosts.AtPort(url, port)}</span>"""))}
            {(node.Health is { Message.Length: > 0 } told
                ? Markup.Of($"""<p class="reason {(Parts.IsMild(told) ? "mild" : "")}">{told.Message}</p>""")
                : Markup.Empty)}</div>{Level(node.Children)}</li>
            """);

        static Markup States(HealthStatus? health, SyncStatus? sync) => Markup.Of(
            $"{(health is null ? Markup.Empty : Parts.Health(health.Status))}{(sync is { } known ? Parts.Sync(known) : Markup.Empty)}");

        static Markup Name(ObjectReference reference) => reference.Kind == "Pod"
            ? Markup.Of($"""<a href="/pods/{reference.Namespace}/{reference.Name}">{reference.Name}</a>""")
            : Markup.Of($"<b>{reference.Name}</b>");
    }

    private static Markup Signals(ClusterObjects cluster, Application application, ConsoleContext context) =>
        context.Metrics is { } metrics
            ? Markup.Of($"{ApplicationUrls.ServicesOf(cluster, application).Select(service => SignalCharts.Of(
                ServiceSignals.Of(metrics, application.Environment, service.Name, context.Clock)))}")
            : SignalsPage.NotKnown(context);

    private static int Place(string kind) => kind switch
    {
        "Deployment" => 0,
        "Service" => 1,
        "Ingress" => 2,
        _ => 3,
    };

    private static async Task<Markup> HistoryAsync(Application application, ConsoleContext context)
    {
        var overrides = await context.Commits.OverridesAsync(application.Environment, application.Service, context.End);
        var entries = await Task.WhenAll(application.History.Reverse().Select(async entry =>
            (Entry: entry, Commit: await context.Commits.LastAsync(entry.Revision, application.Service))));
        return entries.Length == 0
            ? Markup.Of($"""<p class="muted">Nothing was deployed yet.</p>""")
            : Parts.Table("History", ["When", "Version", "Who", "What", "Digest", "Chart and values at"], entries.Select(Row));

        Markup Row((HistoryEntry Entry, Commit? Commit) item)
        {
            var (entry, commit) = item;
            return Markup.Of($"""
                <tr><td>{Parts.Ago(entry.DeployedAt, context.Clock)}</td><td><code>{entry.Source.Tag}</code></td>
                <td>{commit?.Author ?? "unknown"}</td><td>{commit?.Subject ?? "not in this repository"}{Overridden(entry)}</td>
                <td><code title="{entry.Source.Digest}">{Parts.Short(entry.Source.Digest)}</code></td>
                <td><code title="{entry.Revision}">{Parts.Short(entry.Revision)}</code></td></tr>
                """);
        }

        // That it was delivered without waiting, and why.
        Markup Overridden(HistoryEntry entry) => overrides.TryGetValue(entry.Source.TargetRevision, out var reason)
            ? Markup.Of($"""<p class="note">Did not wait: {reason}</p>""")
            : Markup.Empty;
    }

    // What Argo CD did, and those of its own objects and of whatever was made from them.
    private static Markup Events(ClusterObjects cluster, Application application, ConsoleContext context)
    {
        var itself = new ObjectReference("", "Application", application.Body.NamespaceOf(), application.Name);
        var events = ObjectEvent.Of(cluster, ResourceTree.Of(cluster, application).SelectMany(Whole).Prepend(itself));
        return events.Count == 0
            ? Markup.Of($"""<p class="muted">Nothing happened of late.</p>""")
            : Parts.Table("Events", ["When", "Reason", "Object", "What", "Times"], events.Take(EventsShown).Select(Row));

        Markup Row(ObjectEvent happened) => Markup.Of($"""
            <tr><td>{Parts.Ago(happened.Time, context.Clock)}</td>
            <td>{Parts.Pill(happened.Reason, happened.Type == "Warning" ? "warn" : "odd")}</td>
            <td>{happened.Object.Kind} {happened.Object.Name}</td><td class="pre">{happened.Message}</td><td>{happened.Count}</td></tr>
            """);

        static IEnumerable<ObjectReference> Whole(ResourceNode node) => node.Children.SelectMany(Whole).Prepend(node.Reference);
    }

    private static Markup Unenforced(ClusterObjects cluster, Application application)
    {
        var objects = application.Resources.Select(resource => resource.Reference).ToHashSet();
        var items = NotEnforced.In(cluster).Where(item => objects.Contains(item.Object)).ToList();
        return items.Count == 0
            ? Markup.Of($"""<p class="muted">Everything that the manifests ask for is done here.</p>""")
            : Parts.Table("Not enforced here", ["Object", "Field", "Why it has no effect on this platform"], items.Select(item =>
                Markup.Of($"<tr><td>{item.Object.Kind} {item.Object.Name}</td><td><code>{item.What}</code></td><td>{item.Why}</td></tr>")));
    }
}
