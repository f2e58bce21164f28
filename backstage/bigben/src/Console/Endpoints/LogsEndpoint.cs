using BigBen.Runtime;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications/{name}/logs?tail=N&amp;follow=true</c>: the lines of its pods, each behind the pod's name.</summary>
internal static class LogsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/logs", async (string name, int? tail, bool? follow, HttpContext http) =>
        {
            if (context.Controller.Applications.FirstOrDefault(application => application.Application.Name == name) is not { } found)
            {
                await ApplicationsEndpoint.Unknown(context, name).ExecuteAsync(http);
                return;
            }

            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.StartAsync(http.RequestAborted);
            var pods = context.Cluster.Pods.Where(pod =>
                pod.Namespace == found.Application.Namespace && found.Resources.Any(resource => resource.Key.Kind == "Deployment" && resource.Key.Name == pod.Owner));
            using var oneAtATime = new SemaphoreSlim(1, 1);
            await Task.WhenAll(pods.Select(pod => CopyAsync(context.Cluster, pod, tail ?? 100, follow ?? false, http, oneAtATime)));
        });

    private static async Task CopyAsync(Cluster cluster, PodStatus pod, int tail, bool follow, HttpContext http, SemaphoreSlim oneAtATime)
    {
        await foreach (var line in cluster.ReadLogsAsync(pod.Namespace, pod.Name, tail, follow, http.RequestAborted))
        {
            await oneAtATime.WaitAsync(http.RequestAborted);
            try
            {
                await http.Response.WriteAsync($"{pod.Name} {line}\n", http.RequestAborted);
                if (follow)
                    await http.Response.Body.FlushAsync(http.RequestAborted);
            }
            finally
            {
                oneAtATime.Release();
            }
        }
    }
}
