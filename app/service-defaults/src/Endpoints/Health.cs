using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigBen.ServiceDefaults.Endpoints;

/// <summary>The answer of <c>/health</c> and <c>/alive</c>.</summary>
/// <param name="Status">Always <c>Success</c>: a service that cannot say so does not answer.</param>
internal sealed record HealthAnswer([property: JsonPropertyName("Status")] string Status)
{
    public static readonly HealthAnswer Success = new("Success");
}

internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", Answer).WithName("GetHealth").WithSummary("Whether the service answers.");

    private static HealthAnswer Answer() => HealthAnswer.Success;
}
