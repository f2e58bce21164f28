using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigBen.ServiceDefaults.Endpoints;

/// <summary>The answer of <c>/version</c>.</summary>
/// <param name="Version">The running version, for example <c>v1.2.0</c> or a short revision.</param>
internal sealed record VersionAnswer(string Version);

internal static class Version
{
    public static void MapVersion(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/version", Answer).WithName("GetVersion").WithSummary("The version that is running.");

    private static VersionAnswer Answer(BuildVersion build) => new(build.Version);
}
