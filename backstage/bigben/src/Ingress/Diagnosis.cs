using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress;

/// <summary>Why a request cannot be answered, as the end of a sentence; read from the store when it is asked for.</summary>
/// <param name="store">Where the objects are.</param>
internal sealed class Diagnosis(IObjectStore store)
{
    /// <summary>Why a route leads to no port, as a sentence.</summary>
    public string WhyNoPort(ServiceRoute route) => store.Find(Kinds.Services, route.Namespace, route.Service) is null
        ? $"There is no Service {route.Service} in {route.Namespace}."
        : $"Service {route.Service} in {route.Namespace} has no port {route.Port}.";

    /// <summary>Why a Service's port has no ready pod.</summary>
    public string WhyNoPod(Backend backend)
    {
        if (store.Find(Kinds.Services, backend.Namespace, backend.Service) is not { } service)
            return "the Service is gone";
        var selector = service.FieldsAt("spec", "selector").ToDictionary(label => label.Name, label => label.Value.GetString());
        if (selector.Count == 0)
            return "it selects no pods";
        var selected = store.List(Kinds.Pods, backend.Namespace).Items
            .Where(pod => selector.All(wanted => pod.TextAt("metadata", "labels", wanted.Key) == wanted.Value))
            .OrderBy(pod => pod.TextAt("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .ToList();
        if (selected.Count == 0)
            return "no pod matches its selector";
        var living = selected.Where(pod => !pod.IsTerminating()).ToList();
        return living.Any(pod => pod.HasCondition("Ready"))
            ? $"none of its ready pods has a container port {TargetPort(service, backend)}"
            : WhyNotReady(living.Count > 0 ? living[^1] : selected[^1]);
    }

    private static string TargetPort(JsonElement service, Backend backend)
    {
        var port = service.ItemsAt("spec", "ports").FirstOrDefault(port => (port.TextAt("name") ?? "") == backend.Name);
        return (port.ValueKind == JsonValueKind.Object ? port.At("targetPort")?.ToString() : null) ?? $"{backend.Port}";
    }

    private string WhyNotReady(JsonElement pod)
    {
        if (pod.IsTerminating())
            return "it is terminating";
        var waiting = pod.ItemsAt("status", "initContainerStatuses").Concat(pod.ItemsAt("status", "containerStatuses"))
            .FirstOrDefault(container => container.TextAt("state", "waiting", "reason") is not null);
        if (waiting.ValueKind == JsonValueKind.Object)
            return With(waiting.TextAt("state", "waiting", "reason")!, LastEnd(waiting) ?? waiting.TextAt("state", "waiting", "message"));
        var phase = pod.TextAt("status", "phase") ?? "Pending";
        return phase == "Running" ? With("not ready", ProbeFailure(pod)) : phase;
    }

    private static string With(string reason, string? message) => message is null ? reason : $"{reason}, {message}";

    private static string? LastEnd(JsonElement container)
    {
        if (container.NumberAt("lastState", "terminated", "exitCode") is not { } code)
            return null;
        var message = container.TextAt("lastState", "terminated", "message")?.Trim();
        return string.IsNullOrEmpty(message) ? $"exit code {code}" : $"exit code {code}: {message}";
    }

    private string? ProbeFailure(JsonElement pod) => store.List(Kinds.Events, pod.TextAt("metadata", "namespace")).Items
        .Where(found => found.TextAt("reason") == "Unhealthy" && found.TextAt("involvedObject", "uid") == pod.TextAt("metadata", "uid"))
        .OrderBy(found => found.TextAt("lastTimestamp"), StringComparer.Ordinal)
        .Select(found => (JsonElement?)found)
        .LastOrDefault()?.TextAt("message")?.TrimEnd('.', '\n', ' ');
}
