using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Questions;

/// <summary>Where an Application is reached.</summary>
internal static class ApplicationUrls
{
    /// <summary>
    /// Its URLs, without the port and a slash at the end: those that Argo CD found, otherwise the hosts of its Ingress objects.
    /// </summary>
    public static IReadOnlyList<string> Of(ClusterObjects cluster, Application application)
    {
        var found = application.Body.ItemsAt("status", "summary", "externalURLs").Select(url => $"{url}".TrimEnd('/')).Distinct().ToList();
        return found.Count > 0 ? found : [.. application.Resources
            .Where(resource => resource.Reference.Kind == ResourceKind.Ingresses.Kind)
            .SelectMany(resource => OfIngress(cluster, resource.Reference))
            .Distinct()];
    }

    /// <summary>The URLs that an Ingress asks for.</summary>
    public static IReadOnlyList<string> OfIngress(ClusterObjects cluster, ObjectReference reference)
    {
        var ingress = cluster.Of(ResourceKind.Ingresses).FirstOrDefault(
            body => ObjectReference.Of(ResourceKind.Ingresses, body) == reference);
        var secure = ingress.ItemsAt("spec", "tls").SelectMany(tls => tls.ItemsAt("hosts")).Select(host => $"{host}").ToHashSet();
        return [.. ingress.ItemsAt("spec", "rules").Select(rule => rule.TextAt("host")).Where(host => host.Length > 0).Distinct()
            .Select(host => $"{(secure.Contains(host) ? "https" : "http")}://{host}")];
    }

    /// <summary>
    /// The names and first ports of an Application's Services, as pods of its namespace address them; not those of what it keeps its data
    /// in, which speaks no HTTP: a StatefulSet, or a host outside.
    /// </summary>
    public static IReadOnlyList<(string Name, int Port)> ServicesOf(ClusterObjects cluster, Application application)
    {
        var own = application.Resources.Select(resource => resource.Reference).ToHashSet();
        var stores = cluster.Of(ResourceKind.StatefulSets)
            .Where(set => own.Contains(ObjectReference.Of(ResourceKind.StatefulSets, set)))
            .Select(set => set.At("spec", "template", "metadata", "labels")).OfType<JsonElement>().ToList();
        return [.. cluster.Of(ResourceKind.Services)
            .Where(service => own.Contains(ObjectReference.Of(ResourceKind.Services, service)))
            .Where(service => service.TextAt("spec", "type") != "ExternalName" && !stores.Exists(labels => Selects(service, labels)))
            .Select(service => (service.NameOf(), FirstPort(service)))
            .Where(service => service.Item2 is not null)
            .Select(service => (service.Item1, service.Item2!.Value))];
    }

    private static bool Selects(JsonElement service, JsonElement labels) =>
        service.At("spec", "selector") is { ValueKind: JsonValueKind.Object } selector
        && selector.EnumerateObject().Any()
        && selector.EnumerateObject().All(wanted => labels.TextAt(wanted.Name) == wanted.Value.GetString());

    private static int? FirstPort(JsonElement service) =>
        service.ItemsAt("spec", "ports").Select(port => port.NumberAt("port")).FirstOrDefault();
}
