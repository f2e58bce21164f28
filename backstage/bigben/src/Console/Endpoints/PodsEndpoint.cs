namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/pods</c>.</summary>
internal static class PodsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(PlatformRoutes.Pods, () => TypedResults.Ok(context.Cluster.Pods.Select(pod =>
            new PodDocument(pod.Namespace, pod.Name, pod.Owner, pod.Summary, pod.Ready, pod.Restarts, pod.Message, pod.Pid, pod.StartedAt, pod.Image))));
}
