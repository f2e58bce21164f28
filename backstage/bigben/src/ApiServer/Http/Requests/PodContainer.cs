using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>Which container of a pod a request is about.</summary>
internal static class PodContainer
{
    /// <summary>
    /// The name of the container that a request's query asks for, or of the pod's only one, beside which there may be init containers.
    /// </summary>
    /// <exception cref="StatusException">The pod has no such container, or several to choose from.</exception>
    public static string Asked(JsonElement pod, ApiRequest request)
    {
        var (containers, init) = (Names(pod, "containers"), Names(pod, "initContainers"));
        if (request.Query.Text("container") is { } asked)
        {
            return containers.Concat(init).Contains(asked)
                ? asked
                : throw Failures.BadRequest($"container {asked} is not valid for pod {request.Name}");
        }

        var orInit = init.Count == 0 ? "" : $" or one of the init containers: [{string.Join(' ', init)}]";
        return containers.Count == 1
            ? containers[0]
            : throw Failures.BadRequest(
                $"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', containers)}]{orInit}");
    }

    private static List<string> Names(JsonElement pod, string list) =>
        [.. pod.ItemsAt("spec", list).Select(container => container.GetProperty("name").GetString()!)];
}
