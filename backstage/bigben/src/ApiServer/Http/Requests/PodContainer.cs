using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>Which container of a pod a request is about.</summary>
internal static class PodContainer
{
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The name of the container that a request's query asks for, or of the pod's only one.</summary>
    /// <exception cref="StatusException">The pod has no such container, or several to choose from.</exception>
    public static string Asked(JsonElement pod, ApiRequest request)
    {
        var names = Lists
            .SelectMany(list => pod.ItemsAt("spec", list))
            .Select(container => container.GetProperty("name").GetString()!)
            .ToList();
        if (request.Query.Text("container") is { } asked)
            return names.Contains(asked) ? asked : throw Failures.BadRequest($"container {asked} is not valid for pod {request.Name}");
        return names.Count == 1
            ? names[0]
            : throw Failures.BadRequest(
                $"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', names)}]");
    }
}
