using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet.Configuration;

/// <summary>Wakes the pods that wait for a ConfigMap or Secret when one is written.</summary>
internal static class ConfigSource
{
    /// <summary>Follows the objects until cancelled.</summary>
    /// <param name="services">What all pods share.</param>
    /// <param name="plural"><c>configmaps</c> or <c>secrets</c>.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public static Task WatchAsync(KubeletServices services, string plural, CancellationToken cancellationToken)
    {
        var resource = ResourceCatalog.Find("", "v1", plural)!;
        return new StoreWatch(services, resource, List, _ => services.Wake.Beat()).RunAsync(List(), cancellationToken);

        long List()
        {
            services.Wake.Beat();
            return services.Store.List(resource).Version;
        }
    }
}
