using BigBen.Console.Html;
using BigBen.Runtime;

namespace BigBen.Console.Pages;

/// <summary><c>GET /pods/{namespace}/{name}</c>: a pod and its log, live.</summary>
internal static class PodPage
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/pods/{namespace}/{name}", (string @namespace, string name) =>
            context.Cluster.Pods.FirstOrDefault(pod => pod.Namespace == @namespace && pod.Name == name) is { } found
                ? Page.Of(name, "/", Write(found, context))
                : Page.NotFound($"There is no pod '{name}' in {@namespace} any more; its Application's page names those there are.")).ExcludeFromDescription();

    /// <summary>How the last run of a pod's program ended; null where none did.</summary>
    public static string? LastExit(PodStatus pod) =>
        pod.LastExitCode is { } code ? pod.LastSignal is { } signal ? $"{code} ({signal})" : $"{code}" : null;

    private static Markup Write(PodStatus pod, ConsoleContext context)
    {
        var application = context.Controller.Applications.FirstOrDefault(status => status.Application.Namespace == pod.Namespace
            && status.Resources.Any(resource => resource.Key.Kind == "Deployment" && resource.Key.Name == pod.Owner))?.Application.Name;
        return Markup.Of($"""
            <p class="crumbs"><a href="/">Board</a> / {(application is null ? Markup.Of($"{pod.Owner}") : Markup.Of($"""<a href="/applications/{application}">{application}</a>"""))} / <span>{pod.Name}</span></p>
            <div class="title"><div><h1>{pod.Name}</h1>
            <div class="pills">{Parts.Pill(pod.Summary, pod.Ready ? "good" : pod.WaitingReason is null or "ContainerCreating" ? "busy" : "bad")}{Parts.Pill(pod.Ready ? "Ready" : "Not ready", pod.Ready ? "good" : "warn")}</div></div></div>
            <dl class="facts-list">
            <div><dt>Restarts</dt><dd>{pod.Restarts}</dd></div>
            <div><dt>Last exit</dt><dd>{LastExit(pod) ?? "none"}</dd></div>
            <div><dt>Process</dt><dd>{(pod.Pid is { } pid ? $"{pid}" : "none")}</dd></div>
            <div><dt>Running since</dt><dd>{(pod.StartedAt is null ? Markup.Of($"not running") : Parts.Ago(pod.StartedAt, context.Clock))}</dd></div>
            <div><dt>Image</dt><dd><code>{pod.Image}</code></dd></div>
            </dl>
            {Markup.If(pod.Message is not null, () => Markup.Of($"""<p class="alert" role="alert">{pod.Message}</p>"""))}
            <h2>Log</h2>
            <div class="log-view tall" data-keep id="view-log" data-log="{PlatformRoutes.Pods}/{pod.Namespace}/{pod.Name}/logs?tail=1000&follow=true" data-name="{pod.Name}"></div>
            """);
    }
}
