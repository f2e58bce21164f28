using System.Runtime.CompilerServices;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Logs;
using BigBen.Kubernetes.Pods;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/pods/{namespace}/{name}/logs?tail=N&amp;follow=true</c>: the lines of one pod, as text.</summary>
internal static class PodLogsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet(
                $"{PlatformRoutes.Pods}/{{namespace}}/{{name}}/logs",
                async (string @namespace, string name, string? container, int? tail, bool? follow, HttpContext http) =>
                {
                    if (Find(context, @namespace, name) is not { } pod)
                    {
                        await NotFoundAsync(http, $"There is no pod '{name}' in {@namespace}.");
                        return;
                    }

                    string[] containers = [.. pod.ContainerNames, .. pod.InitContainerNames];
                    var chosen = container ?? containers[0];
                    if (!containers.Contains(chosen))
                    {
                        await NotFoundAsync(
                            http, $"There is no container '{chosen}' in pod '{name}'; there are: {string.Join(", ", containers)}.");
                        return;
                    }

                    var query = new LogQuery { Tail = tail ?? 100, Follow = follow ?? false };
                    await LogText.WriteAsync(http, query.Follow
                        ? FollowAsync(context, pod, chosen, query, http.RequestAborted)
                        : PodLog.ReadAsync(context.Api, @namespace, name, chosen, query, http.RequestAborted));
                })
            .WithSummary("The log of a pod's container, as text; with follow run after run, until the pod is gone or has ended.")
            .Produces<string>(contentType: "text/plain")
            .ProducesProblem(StatusCodes.Status404NotFound);

    // A log ends with its run of the container; the next run writes another.
    private static async IAsyncEnumerable<string> FollowAsync(
        ConsoleContext context, Pod first, string container, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastRun = -1;
        while (true)
        {
            var version = context.Cache.Version;
            if (Find(context, first.Namespace, first.Name) is not { } pod || pod.Uid != first.Uid)
                yield break;
            if (pod.AllContainers.FirstOrDefault(status => status.Name == container) is { HasRun: true } known && known.Restarts > lastRun)
            {
                await foreach (var line in PodLog.ReadAsync(context.Api, pod.Namespace, pod.Name, container, query, cancellationToken))
                    yield return line;
                lastRun = known.Restarts;
                // What comes after it is new from its first line.
                query = query with { Tail = null };
            }
            else if (pod.IsDone(container))
            {
                yield break;
            }
            else
            {
                await context.Cache.AfterAsync(version, cancellationToken);
            }
        }
    }

    private static Pod? Find(ConsoleContext context, string ns, string name) =>
        context.Objects.Of(ResourceKind.Pods).Where(pod => pod.NamespaceOf() == ns && pod.NameOf() == name)
            .Select(pod => new Pod(pod)).FirstOrDefault();

    private static Task NotFoundAsync(HttpContext http, string sentence) =>
        Results.Problem(sentence, statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http);
}
