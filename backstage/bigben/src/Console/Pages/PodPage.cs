using BigBen.Console.Html;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;

namespace BigBen.Console.Pages;

/// <summary><c>GET /pods/{namespace}/{name}</c>: a pod, its containers and its log, live.</summary>
internal static class PodPage
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/pods/{namespace}/{name}", (string @namespace, string name) =>
        {
            var cluster = context.Objects;
            var pods = cluster.Of(ResourceKind.Pods).Select(body => new Pod(body));
            return pods.FirstOrDefault(pod => pod.Namespace == @namespace && pod.Name == name) is { } found
                ? Page.Of(name, "/", Write(found, cluster, context))
                : Page.NotFound($"There is no pod '{name}' in {@namespace} any more; its Application's page names those there are.");
        }).ExcludeFromDescription();

    private static Markup Write(Pod pod, ClusterObjects cluster, ConsoleContext context)
    {
        List<string> containers = [.. pod.InitContainerNames, .. pod.ContainerNames];
        var health = ResourceTree.HealthOf(pod);
        var trouble = pod.Trouble ?? (health.Status == HealthCode.Degraded ? health.Message : null);
        var application = ApplicationList.Services(cluster).FirstOrDefault(candidate =>
            candidate.Environment == pod.Namespace && ServicePods.Of(cluster, candidate).Any(own => own.Name == pod.Name))?.Name;
        return Markup.Of($"""
            <p class="crumbs"><a href="/">Board</a> / {(application is null
                ? Markup.Of($"{pod.Owner?.Name ?? pod.Namespace}")
                : Markup.Of($"""<a href="/applications/{application}">{application}</a>"""))} / <span>{pod.Name}</span></p>
            <div class="title"><div><h1>{pod.Name}</h1>
            <div class="pills">{Parts.Health(health.Status, pod.Reason)}{Markup.If(!pod.HasEnded, () => Parts.Pill(
                pod.IsReady ? "Ready" : "Not ready", pod.IsReady ? "good" : "warn"))}</div></div></div>
            <dl class="facts-list">
            <div><dt>Restarts</dt><dd>{pod.Restarts}</dd></div>
            <div><dt>Node</dt><dd>{(pod.Node.Length > 0 ? pod.Node : "none yet")}</dd></div>
            <div><dt>Made</dt><dd>{Parts.Ago(pod.CreatedAt, context.Clock)}</dd></div>
            {pod.AllContainers.Select(container => Container(container, Of(containers, container.Name), context.Clock))}
            </dl>
            {Markup.If(trouble is not null, () => Markup.Of($"""<p class="alert" role="alert">{trouble}</p>"""))}
            {containers.Select(container => Log(pod, container, Of(containers, container)))}
            """);
    }

    // Of an only container nothing needs to be said.
    private static string Of(List<string> containers, string name) => containers.Count > 1 ? $" of {name}" : "";

    private static Markup Container(ContainerStatus container, string of, TimeProvider clock) => Markup.Of($"""
        <div><dt>Running since{of}</dt><dd>{(container.StartedAt is null
            ? Markup.Of($"not running")
            : Parts.Ago(container.StartedAt, clock))}</dd></div>
        <div><dt>Last exit{of}</dt><dd>{Exit(container.LastEnd)}</dd></div>
        <div><dt>Image{of}</dt><dd><code>{container.Image}</code></dd></div>
        """);

    private static string Exit(ContainerEnd? end) => end switch
    {
        null => "none",
        { Signal: > 0 } => $"{end.ExitCode} (signal {end.Signal})",
        _ => $"{end.ExitCode} ({end})",
    };

    private static Markup Log(Pod pod, string container, string of)
    {
        var log = $"{PlatformRoutes.Pods}/{pod.Namespace}/{pod.Name}/logs?container={container}&tail=1000";
        return Markup.Of($"""
            <h2>Log{of}</h2>
            <div class="log-view tall" data-keep id="view-log-{container}-{pod.Uid}" data-name="{pod.Name}"
            data-log="{log}&follow=true"><noscript><a href="{log}">Show the log as text</a></noscript></div>
            """);
    }
}
