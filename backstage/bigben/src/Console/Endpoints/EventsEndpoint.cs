using BigBen.Manifests;
using BigBen.Runtime;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications/{name}/events</c>: what happened to an Application's objects, in Kubernetes' words.</summary>
internal static class EventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/events", (string name) =>
                ApplicationsEndpoint.Find(context, name) is { } found
                    ? Results.Ok(Of(context, found.Resources.Select(resource => resource.Key)))
                    : ApplicationsEndpoint.Unknown(context, name))
            .WithSummary("What happened to an Application's objects, the latest first.")
            .Produces<IReadOnlyList<ClusterEvent>>().ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>The events of objects and, for a Deployment, of its ReplicaSets and pods; the latest first.</summary>
    public static IReadOnlyList<ClusterEvent> Of(ConsoleContext context, IEnumerable<ObjectKey> objects)
    {
        var keys = objects.ToHashSet();
        return [.. context.Cluster.Events.Where(Concerns).OrderByDescending(happened => happened.Time)];

        bool Concerns(ClusterEvent happened) =>
            keys.Contains(happened.Regarding)
            || (happened.Regarding.Kind is "Pod" or "ReplicaSet" && keys.Any(key =>
                key.Kind == "Deployment" && key.Namespace == happened.Regarding.Namespace
                && Owner(happened.Regarding) == key.Name));
    }

    // A ReplicaSet is its Deployment's name and a hash; a pod is its ReplicaSet's name and five letters.
    private static string Owner(ObjectKey key)
    {
        var name = key.Name;
        for (var parts = key.Kind == "Pod" ? 2 : 1; parts > 0 && name.LastIndexOf('-') is > 0 and var dash; parts--)
            name = name[..dash];
        return name;
    }
}
