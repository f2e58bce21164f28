using BigBen.Console.Endpoints;
using BigBen.Console.Html;
using BigBen.Delivery;
using BigBen.Forge;
using BigBen.Pipeline.Records;

namespace BigBen.Console.Pages;

/// <summary><c>GET /applications/{name}</c>: what an Application consists of, how it differs from git, how it got there.</summary>
internal static class ApplicationPage
{
    private const int EventsShown = 50;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context, CommitHistory commits) =>
        routes.MapGet("/applications/{name}", async (string name) => ApplicationsEndpoint.Find(context, name) is { } found
            ? Page.Of(name, "/", await WriteAsync(found, context, commits))
            : Page.NotFound($"There is no Application '{name}'; the board names those there are.")).ExcludeFromDescription();

    private static async Task<Markup> WriteAsync(ApplicationStatus status, ConsoleContext context, CommitHistory commits)
    {
        var application = status.Application;
        var history = await HistoryAsync(status, context, commits);
        return Markup.Of($"""
            <p class="crumbs"><a href="/">Board</a> / <span>{application.Name}</span></p>
            <div class="title"><div><h1>{application.Name}</h1>
            <div class="pills">{Parts.Health(status.Health.Status)}{Parts.Sync(status.Sync)}</div></div>
            <div class="buttons">
            {Button("refresh", "Refresh")}{Button("restart", "Restart…")}{Button("rollback", "Roll back…")}
            {Markup.If(application.Namespace == EnvironmentFile.Developer, () => Markup.Of($"""<a class="button primary" href="/release">Release…</a>"""))}
            </div></div>
            {status.Conditions.Select(condition => Markup.Of($"""<p class="alert" role="alert">{condition}</p>"""))}
            {Markup.If(status.Health.Message.Length > 0, () => Markup.Of($"""<p class="{(status.Health.Status == HealthCode.Progressing ? "note" : "alert")}">{status.Health.Message}</p>"""))}
            <dl class="facts-list">
            <div><dt>Version</dt><dd><code>{application.Version}</code></dd></div>
            <div><dt>Digest</dt><dd><code title="{application.Digest}">{Parts.Short(application.Digest)}</code></dd></div>
            <div><dt>Ready</dt><dd>{status.ReadyReplicas}/{status.Replicas}</dd></div>
            <div><dt>Revision</dt><dd><code>{Parts.Short(application.TargetRevision)}</code>{Markup.If(application.TargetRevision != status.Revision, () => Markup.Of($" at <code>{Parts.Short(status.Revision)}</code>"))}</dd></div>
            <div><dt>Last sync</dt><dd>{(status.Operation is { } last ? Markup.Of($"{last.Message}, {Parts.Ago(last.FinishedAt, context.Clock)}") : Markup.Of($"never"))}</dd></div>
            {status.Urls.Select(url => Markup.Of($"""<div><dt>URL</dt><dd><a href="{url}:{context.Record.Port}" target="_blank" rel="noreferrer">{url}:{context.Record.Port}</a></dd></div>"""))}
            </dl>
            <h2 id="tree">Tree</h2>
            {Tree(status, context)}
            <h2 id="difference">Desired against live</h2>
            {Difference(context.Controller.Resources(application.Name))}
            <h2 id="signals">Golden signals</h2>
            {status.Services.Select(service => SignalCharts.Of(ServiceSignals.Of(context.Metrics, application.Namespace, service.Name, context.Clock)))}
            <h2 id="history">History</h2>
            {history}
            <h2 id="events">Events</h2>
            {Events(status, context)}
            <h2 id="unenforced">Not enforced here</h2>
            {Unenforced(status, context)}
            """);

        Markup Button(string action, string text) =>
            Markup.Of($"""<a class="button" href="/confirm/{action}?application={application.Name}">{text}</a>""");
    }

    private static Markup Tree(ApplicationStatus status, ConsoleContext context)
    {
        var nodes = ApplicationTree.Of(status, context.Cluster, context.Record.Port).Nodes;
        var sync = status.Resources.ToDictionary(resource => (resource.Key.Kind, resource.Key.Name), resource => resource);
        var below = nodes.ToLookup(node => node.ParentRefs.Count == 0 ? "" : node.ParentRefs[0].Uid);
        return Markup.Of($"""
            <ul class="tree"><li><div class="node"><span class="kind">Application</span><b>{status.Application.Name}</b>{Parts.Health(status.Health.Status)}{Parts.Sync(status.Sync)}</div>{Level("")}</li></ul>
            """);

        Markup Level(string uid) => Markup.If(below[uid].Any(), () => Markup.Of($"""
            <ul>{below[uid].OrderBy(node => Place(node.Kind)).ThenBy(node => node.Name, StringComparer.Ordinal).Select(Node)}</ul>
            """));

        Markup Node(ResourceNode node) => Markup.Of($"""
            <li><div class="node"><span class="kind">{node.Kind}</span>{Name(node)}{(node.Health is { } health ? Parts.Health(health.Status) : Markup.Empty)}{(node.ParentRefs.Count == 0 && sync.TryGetValue((node.Kind, node.Name), out var resource) ? Markup.Of($"{Parts.Sync(resource.Sync)}{Markup.If(resource.RequiresPruning, () => Parts.Pill("to be pruned", "warn"))}") : Markup.Empty)}
            {node.Info.Select(item => Markup.Of($"""<span class="info">{item.Name}: {item.Value}</span>"""))}
            {(node.NetworkingInfo?.ExternalUrls ?? []).Select(url => Markup.Of($"""<a class="info" href="{url}" target="_blank" rel="noreferrer">{url}</a>"""))}
            {Markup.If(node.Health is { Message.Length: > 0 }, () => Markup.Of($"""<p class="reason {(node.Health!.Status == HealthCode.Progressing ? "mild" : "")}">{node.Health!.Message}</p>"""))}</div>{Level(node.Uid)}</li>
            """);

        static Markup Name(ResourceNode node) => node.Kind == "Pod"
            ? Markup.Of($"""<a href="/pods/{node.Namespace}/{node.Name}">{node.Name}</a>""")
            : Markup.Of($"<b>{node.Name}</b>");
    }

    private static int Place(string kind) => kind switch
    {
        "Deployment" => 0,
        "Service" => 1,
        "Ingress" => 2,
        _ => 3,
    };

    private static Markup Difference(IReadOnlyList<ManagedResource> resources)
    {
        var different = resources.Where(resource => resource.Target?.Hash != resource.Live?.Hash).ToList();
        return different.Count == 0
            ? Markup.Of($"""<p class="muted">What runs is what git says: {Parts.Count(resources.Count, "object")}, no difference.</p>""")
            : Markup.Of($"""
                <p class="muted">Lines with <b>-</b> run and are not in git, lines with <b>+</b> are in git and do not run.</p>
                {different.Select(resource => Markup.Of($"""
                <h3>{resource.Key}</h3>{Parts.Diff(LineDiff.Of(Yaml(resource.Live), Yaml(resource.Target)))}
                """))}
                """);

        static string Yaml(BigBen.Manifests.Manifest? manifest) => manifest is null ? "" : SecretMask.Yaml(manifest);
    }

    private static async Task<Markup> HistoryAsync(ApplicationStatus status, ConsoleContext context, CommitHistory commits)
    {
        var entries = await Task.WhenAll(status.History.Reverse().Select(async entry => (Entry: entry, Commit: await commits.LastAsync(entry.Revision, status.Application.ReleaseName))));
        return entries.Length == 0
            ? Markup.Of($"""<p class="muted">Nothing was deployed yet.</p>""")
            : Parts.Table("History", ["When", "Version", "Who", "What", "Digest", "Chart and values at"], entries.Select(item => Markup.Of($"""
                <tr><td>{Parts.Ago(item.Entry.DeployedAt, context.Clock)}</td><td><code>{item.Entry.Version}</code></td>{Who(item.Commit)}
                <td><code title="{item.Entry.Digest}">{Parts.Short(item.Entry.Digest)}</code></td><td><code title="{item.Entry.Revision}">{Parts.Short(item.Entry.Revision)}</code></td></tr>
                """)));

        static Markup Who(CommitInfo? commit) => Markup.Of($"<td>{commit?.Author ?? "unknown"}</td><td>{commit?.Subject ?? "not in this repository"}</td>");
    }

    private static Markup Events(ApplicationStatus status, ConsoleContext context)
    {
        var events = EventsEndpoint.Of(context, status.Resources.Select(resource => resource.Key));
        return events.Count == 0
            ? Markup.Of($"""<p class="muted">Nothing happened since the platform came up.</p>""")
            : Parts.Table("Events", ["When", "Reason", "Object", "What", "Times"], events.Take(EventsShown).Select(happened => Markup.Of($"""
                <tr><td>{Parts.Ago(happened.Time, context.Clock)}</td><td>{Parts.Pill(happened.Reason, happened.IsWarning ? "warn" : "odd")}</td>
                <td>{happened.Regarding.Kind} {happened.Regarding.Name}</td><td class="pre">{happened.Message}</td><td>{happened.Count}</td></tr>
                """)));
    }

    private static Markup Unenforced(ApplicationStatus status, ConsoleContext context)
    {
        var keys = status.Resources.Select(resource => resource.Key).ToHashSet();
        var items = context.Cluster.Unenforced.Where(item => keys.Contains(item.Key)).ToList();
        return items.Count == 0
            ? Markup.Of($"""<p class="muted">Everything that the manifests ask for is done here.</p>""")
            : Parts.Table("Not enforced here", ["Object", "Field", "Why it has no effect on this platform"], items.Select(item =>
                Markup.Of($"<tr><td>{item.Key.Kind} {item.Key.Name}</td><td><code>{item.What}</code></td><td>{item.Why}</td></tr>")));
    }
}
