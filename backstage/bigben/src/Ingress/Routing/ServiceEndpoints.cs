using System.Text.Json;
using BigBen.ApiServer.Resources;

namespace BigBen.Ingress.Routing;

/// <summary>The EndpointSlices of one Service, and what follows from them for each of its ports. Written by one thread at a time.</summary>
internal sealed class ServiceEndpoints
{
    private readonly Dictionary<string, JsonElement> _slices = [];
    private readonly Dictionary<string, EndpointList> _lists = [];

    /// <summary>Whether there is no slice.</summary>
    public bool IsEmpty => _slices.Count == 0;

    /// <summary>Where requests to a port go.</summary>
    /// <param name="port">The port's name; empty for the only one of a Service that names none.</param>
    public EndpointList Of(string port)
    {
        if (!_lists.TryGetValue(port, out var list))
        {
            _lists[port] = list = new EndpointList();
            list.Set(Endpoints(port));
        }

        return list;
    }

    /// <summary>Takes a slice over.</summary>
    public void Put(JsonElement slice)
    {
        _slices[slice.NameOf()] = slice;
        Publish();
    }

    /// <summary>Forgets a slice.</summary>
    public void Remove(string slice)
    {
        _slices.Remove(slice);
        Publish();
    }

    private void Publish()
    {
        foreach (var (port, list) in _lists)
            list.Set(Endpoints(port));
    }

    // As kube-proxy: pods that terminate are asked only while there is no other, and only as long as they serve.
    private PodEndpoint[] Endpoints(string port)
    {
        var serving = _slices.Values.SelectMany(slice => Serving(slice, port)).ToLookup(entry => entry.IsReady, entry => entry.Endpoint);
        return [.. (serving.Contains(true) ? serving[true] : serving[false]).OrderBy(endpoint => endpoint.Pod, StringComparer.Ordinal)];
    }

    private static IEnumerable<(PodEndpoint Endpoint, bool IsReady)> Serving(JsonElement slice, string port)
    {
        var number = slice.ItemsAt("ports").FirstOrDefault(entry => (entry.TextAt("name") ?? "") == port);
        if (number.ValueKind == JsonValueKind.Undefined || number.NumberAt("port") is not { } hostPort)
            yield break;
        foreach (var endpoint in slice.ItemsAt("endpoints"))
        {
            // What is not said is ready, as EndpointSlice's documentation has it.
            var isReady = endpoint.At("conditions", "ready") is null || endpoint.FlagAt("conditions", "ready");
            var isServing = endpoint.At("conditions", "serving") is null ? isReady : endpoint.FlagAt("conditions", "serving");
            if (!isReady && !(isServing && endpoint.FlagAt("conditions", "terminating")))
                continue;
            foreach (var address in endpoint.ItemsAt("addresses"))
            {
                var pod = endpoint.TextAt("targetRef", "name") ?? $"{address}";
                yield return (new PodEndpoint(pod, $"http://{address}:{hostPort}"), isReady);
            }
        }
    }
}
