namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/pods/{namespace}/{name}/logs?tail=N&amp;follow=true</c>: the lines of one pod, as text.</summary>
internal static class PodLogsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet($"{PlatformRoutes.Pods}/{{namespace}}/{{name}}/logs", async (string @namespace, string name, int? tail, bool? follow, HttpContext http) =>
            {
                if (context.Cluster.Pods.Any(pod => pod.Namespace == @namespace && pod.Name == name))
                    await LogText.WriteAsync(http, context.Cluster.ReadLogsAsync(@namespace, name, tail ?? 100, follow ?? false, http.RequestAborted));
                else
                    await Results.Problem($"There is no pod '{name}' in {@namespace}.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http);
            })
            .WithSummary("The log of a pod, as text; with follow until the pod is gone.").Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);
}
