using BigBen.Kubernetes;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>The services' Grafana dashboard, as the ConfigMap that Grafana's sidecar looks for.</summary>
internal static class DashboardStep
{
    private const string Path = "backstage/monitoring/services.json";
    private const string Name = "bigben-services";
    private const string Namespace = "monitoring";

    public static PlatformStep Create(KindSettings settings)
    {
        var dashboard = File.ReadAllText(settings.InClone(Path));
        var file = settings.In("dashboard.json");
        return new PlatformStep("give Grafana the services' dashboard")
        {
            Files = new Dictionary<string, string> { [file] = ConfigMap(dashboard) },
            Commands = [settings.Kubectl("apply", "--server-side", "--filename", file)],
            Patience = settings.Patience.Look,
            Check = async cancellationToken => await MissingAsync(settings, dashboard, cancellationToken) is null
                ? StepCheck.Done("it is there")
                : StepCheck.Missing(),
            Verify = new StepProof(cancellationToken => MissingAsync(settings, dashboard, cancellationToken), settings.Patience.Look),
        };
    }

    internal static string ConfigMap(string dashboard) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = Name,
            ["namespace"] = Namespace,
            ["labels"] = new JsonObject { ["grafana_dashboard"] = "1" },
        },
        ["data"] = new JsonObject { ["services.json"] = dashboard },
    }.ToJsonString();

    private static Task<string?> MissingAsync(KindSettings settings, string dashboard, CancellationToken cancellationToken) =>
        ClusterLook.MissingAsync(
            settings,
            async (api, deadline) => await api.FindAsync(ResourceKind.ConfigMaps, Namespace, Name, deadline) is { } seen
                && seen.TextAt("data", "services.json") == dashboard
                    ? null
                    : $"the ConfigMap {Namespace}/{Name} is not there as it should be",
            cancellationToken);
}
