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
            Publish(port, list);
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
            Publish(port, list);
    }

    // As kube-proxy: pods that terminate are asked only while there is no other, and only as long as they serve.
    private void Publish(string port, EndpointList list)
    {
        var all = _slices.Values.SelectMany(slice => Endpoints(slice, port)).ToList();
        var asked = all.Exists(entry => entry.IsReady)
            ? all.Where(entry => entry.IsReady)
            : all.Where(entry => entry is { IsServing: true, IsTerminating: true });
        list.Set(
            [.. asked.Select(entry => entry.Endpoint).OrderBy(endpoint => endpoint.Pod, StringComparer.Ordinal)],
            [.. all.Where(entry => entry.IsTerminating).Select(entry => entry.Endpoint)]);
    }

    private static IEnumerable<(PodEndpoint Endpoint, bool IsReady, bool IsServing, bool IsTerminating)> Endpoints(
        JsonElement slice, string port)
    {
        var number = slice.ItemsAt("ports").FirstOrDefault(entry => (entry.TextAt("name") ?? "") == port);
        if (number.ValueKind == JsonValueKind.Undefined || number.NumberAt("port") is not { } hostPort)
            yield break;
        foreach (var endpoint in slice.ItemsAt("endpoints"))
        {
            // What is not said is ready, as EndpointSlice's documentation has it.
            var isReady = endpoint.At("conditions", "ready") is null || endpoint.FlagAt("conditions", "ready");
            var isServing = endpoint.At("conditions", "serving") is null ? isReady : endpoint.FlagAt("conditions", "serving");
            var isTerminating = endpoint.FlagAt("conditions", "terminating");
            foreach (var address in endpoint.ItemsAt("addresses"))
            {
                var pod = endpoint.TextAt("targetRef", "name") ?? $"{address}";
                yield return (new PodEndpoint(pod, $"http://{address}:{hostPort}"), isReady, isServing, isTerminating);
            }
        }
    }
}
