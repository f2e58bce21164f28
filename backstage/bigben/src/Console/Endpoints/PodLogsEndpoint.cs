using BigBen.Kubernetes;
using BigBen.Kubernetes.Logs;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/pods/{namespace}/{name}/logs?tail=N&amp;follow=true</c>: the lines of one pod, as text.</summary>
internal static class PodLogsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(
                $"{PlatformRoutes.Pods}/{{namespace}}/{{name}}/logs",
                async (string @namespace, string name, string? container, int? tail, bool? follow, HttpContext http) =>
                {
                    if (!context.Objects.Of(ResourceKind.Pods).Any(pod => pod.NamespaceOf() == @namespace && pod.NameOf() == name))
                    {
                        await Results.Problem(
                            $"There is no pod '{name}' in {@namespace}.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http);
                        return;
                    }

                    var query = new LogQuery { Tail = tail ?? 100, Follow = follow ?? false };
                    await LogText.WriteAsync(http, PodLog.ReadAsync(context.Api, @namespace, name, container, query, http.RequestAborted));
                })
            .WithSummary("The log of a pod, as text; with follow until the pod is gone.")
            .Produces<string>(contentType: "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound);
}
