using BigBen.Charts.Tests.App;
using BigBen.Charts.Tests.Database;
using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests.Kubernetes;

/// <summary>What all charts render for a version of Kubernetes.</summary>
internal static class RenderedCharts
{
    /// <summary>The values of the root Application on kind.</summary>
    internal const string Root = "repository: file:///forge.git\nregistry: registry:5000\ndomain: bigben.localhost\n";

    /// <summary>Every chart, with its options off, as they are, and on.</summary>
    /// <param name="version">The version of Kubernetes.</param>
    /// <param name="namespace">Where a service goes.</param>
    internal static async Task<IReadOnlyList<Manifests>> AllAsync(string version, string @namespace = "developer") =>
    [
        await RenderAsync(version, "plain", Repository.AppChart, @namespace, RealHelm.Image),
        await RenderAsync(version, "everything", Repository.AppChart, @namespace, RealHelm.Image, Everything.On),
        await RenderAsync(version, "nothing", Repository.AppChart, @namespace, RealHelm.Image, Everything.Off),
        await RenderAsync(version, "stateful", Repository.AppChart, @namespace, RealHelm.Image, Everything.Stateful),
        await RenderAsync(version, "worker", Repository.AppChart, @namespace, RealHelm.Image, Everything.Worker),
        await RenderAsync(version, "cronjob", Repository.AppChart, @namespace, RealHelm.Image, Everything.Cronjob),
        await RenderAsync(version, "postgres", Repository.DatabaseChart, @namespace, DatabaseChartTests.Secret),
        await RenderAsync(version, "mysql", Repository.DatabaseChart, @namespace, DatabaseChartTests.Secret, DatabaseChartTests.MySql),
        await RenderAsync(
            version,
            "environments",
            Repository.EnvironmentsChart,
            "argocd",
            Delivered.Settings,
            Delivered.Developer,
            Delivered.Production,
            "monitoring: true\n"),
        await RenderAsync(version, "big-ben", Repository.Path("backstage/cd/argo/root"), "argocd", Root),
    ];

    internal static async Task<Manifests> RenderAsync(
        string version, string release, string chart, string @namespace, params string[] values)
    {
        using var files = new RealHelm.ValueFiles(values);
        return await RealHelm.TemplateAsync(new HelmTemplate(release, chart, @namespace)
        {
            ValueFiles = files.Paths,
            KubeVersion = version,
            ApiVersions = ["monitoring.coreos.com/v1", "gateway.networking.k8s.io/v1"],
        });
    }
}
