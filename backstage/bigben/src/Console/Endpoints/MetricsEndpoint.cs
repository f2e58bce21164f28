using System.Text;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Pods;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /metrics</c>: bigben itself, in Prometheus' text format.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/metrics", () => Results.Text(Write(context), "text/plain; version=0.0.4; charset=utf-8"))
            .WithSummary("Metrics of bigben itself, in Prometheus' text format.").Produces<string>(contentType: "text/plain");

    private static string Write(ConsoleContext context)
    {
        var text = new StringBuilder();
        var cluster = context.Objects;
        var applications = ApplicationList.Services(cluster);
        if (context.Metrics is { } metrics)
        {
            Head("bigben_reconcile_seconds", "summary", "How long main took to be reconciled.");
            Line("bigben_reconcile_seconds_sum", "", metrics.Reconciles.Seconds);
            Line("bigben_reconcile_seconds_count", "", metrics.Reconciles.Count);
            Head("bigben_helm_renders_total", "counter", "How often helm template was called.");
            Line("bigben_helm_renders_total", "", metrics.Renders);
        }

        Head("bigben_run_seconds", "summary", "Pushes, deliveries, releases, rollbacks, restarts and refreshes that ended.");
        foreach (var ((kind, state), (count, seconds)) in context.Journal.Totals.OrderBy(pair => pair.Key))
        {
            var labels = $"kind=\"{kind}\",outcome=\"{$"{state}".ToLowerInvariant()}\"";
            Line("bigben_run_seconds_sum", labels, seconds);
            Line("bigben_run_seconds_count", labels, count);
        }

        Head("bigben_pod_restarts", "gauge", "How often the programs of the pods there are were started again.");
        foreach (var application in applications)
            Line("bigben_pod_restarts", Name(application), ServicePods.Of(cluster, application).Sum(pod => pod.Restarts));
        Head("bigben_application_healthy", "gauge", "Whether an Application is Healthy.");
        foreach (var application in applications)
            Line("bigben_application_healthy", Name(application), application.Health.Status == HealthCode.Healthy ? 1 : 0);
        Head("bigben_application_synced", "gauge", "Whether an Application is Synced.");
        foreach (var application in applications)
            Line("bigben_application_synced", Name(application), application.Sync == SyncStatus.Synced ? 1 : 0);
        return text.ToString();

        void Head(string name, string type, string help) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        void Line(string name, string labels, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");
    }

    // Names of Kubernetes objects: nothing in them needs escaping.
    private static string Name(Application application) => $"name=\"{application.Name}\"";
}
