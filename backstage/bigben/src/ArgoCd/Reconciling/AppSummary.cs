using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>An Application's <c>status.summary</c>: where it is reached and which images run.</summary>
/// <param name="store">Where its pods are.</param>
internal sealed class AppSummary(IObjectStore store)
{
    /// <summary>Works it out.</summary>
    public JsonObject Of(AppComparison comparison)
    {
        var summary = new JsonObject();
        Set(summary, "externalURLs", comparison.Resources.SelectMany(Urls));
        Set(summary, "images", comparison.Resources.SelectMany(Images));
        return summary;
    }

    private static void Set(JsonObject summary, string field, IEnumerable<string> texts)
    {
        var list = texts.Distinct().Order(StringComparer.Ordinal).Select(text => (JsonNode)text).ToArray();
        if (list.Length > 0)
            summary[field] = new JsonArray(list);
    }

    private static IEnumerable<string> Urls(ResourceComparison resource)
    {
        if (resource is not { Key: { Group: "networking.k8s.io", Kind: "Ingress" }, Live: { } live })
            return [];
        var secure = live.ItemsAt("spec", "tls").SelectMany(tls => tls.ItemsAt("hosts")).Select(host => host.ToString()).ToHashSet();
        return
            from rule in live.ItemsAt("spec", "rules")
            let host = rule.TextAt("host")
            where host is not null
            from path in rule.ItemsAt("http", "paths")
            select $"{(secure.Contains(host) ? "https" : "http")}://{host}{path.TextAt("path")?.TrimEnd('*')}";
    }

    // Those of the pods that there are, an older version's too.
    private IEnumerable<string> Images(ResourceComparison resource)
    {
        if (resource.Live is not { } live)
            return [];
        if (resource.Key.Kind == "Pod")
            return PodImages.Of(JsonObject.Create(live)!);
        if (live.At("spec", "template") is null)
            return [];
        var uid = live.Text("uid");
        return store.List(Kinds.Pods, resource.Key.Namespace).Items.Where(pod => Owner.RootOf(store, pod)?.Uid == uid)
            .SelectMany(pod => PodImages.Of(JsonObject.Create(pod)!));
    }
}
