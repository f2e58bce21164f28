using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Questions;
using BigBen.Verbs.Views;

namespace BigBen.Verbs.Stages;

/// <summary>Where the services of the platform's environments are reached.</summary>
internal static class RunningUrls
{
    /// <summary>The first URL of every service of an environment that has one, by service.</summary>
    /// <exception cref="PlatformException">No platform is there.</exception>
    public static async Task<IReadOnlyDictionary<string, Uri>> OfAsync(
        Session session, string environment, CancellationToken cancellationToken)
    {
        using var api = await PlatformApi.OpenAsync(session.State, cancellationToken);
        var cluster = await ClusterObjects.ReadAsync(api, ClusterCache.Kinds, cancellationToken);
        var port = PlatformApi.PortOf(session.State);
        return ApplicationList.Services(cluster).Where(application => application.Environment == environment)
            .Select(application => (application.Service, Urls: ApplicationUrls.Of(cluster, application)))
            .Where(found => found.Urls.Count > 0)
            .ToDictionary(found => found.Service, found => new Uri(PlatformHosts.AtPort(found.Urls[0], port)));
    }

    /// <summary>The first URL of a service in an environment.</summary>
    /// <exception cref="PlatformException">No platform is there, or the service has no URL there.</exception>
    public static async Task<Uri> OfAsync(Session session, string environment, string service, CancellationToken cancellationToken)
    {
        var urls = await OfAsync(session, environment, cancellationToken);
        return urls.GetValueOrDefault(service) ?? throw new PlatformException(
            $"'{service}' has no URL in '{environment}'; there: {(urls.Count == 0 ? "none" : string.Join(", ", urls.Keys))}.");
    }
}
