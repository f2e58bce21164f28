using BigBen.Delivery;
using BigBen.Manifests;

namespace BigBen.Console.Endpoints;

/// <summary><c>GET /api/v1/applications/{name}/managed-resources</c>, as Argo CD answers it: each object as git says and as it runs, as JSON text.</summary>
internal static class ManagedResourcesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/managed-resources", (string name) =>
                ApplicationsEndpoint.Find(context, name) is null
                    ? ApplicationsEndpoint.Unknown(context, name)
                    : Results.Ok(new ManagedResourceList([.. context.Controller.Resources(name).Select(Document)])))
            .WithSummary("Every object of an Application as git says and as it runs, as Argo CD answers it.")
            .Produces<ManagedResourceList>().ProducesProblem(StatusCodes.Status404NotFound);

    private static ManagedResourceDocument Document(ManagedResource resource) => new(
        resource.Key.Group,
        resource.Key.Kind,
        resource.Key.Namespace,
        resource.Key.Name,
        State(resource.Target),
        State(resource.Live),
        resource.Target?.Hash != resource.Live?.Hash);

    private static string State(Manifest? manifest) => manifest is null ? "null" : SecretMask.Of(manifest).ToJsonString();
}

/// <summary>Argo CD's <c>ManagedResourcesResponse</c>.</summary>
public sealed record ManagedResourceList(IReadOnlyList<ManagedResourceDocument> Items);

/// <summary>Argo CD's <c>ResourceDiff</c>.</summary>
public sealed record ManagedResourceDocument(
    string Group, string Kind, string Namespace, string Name, string TargetState, string LiveState, bool Modified);
