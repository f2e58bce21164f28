using System.Text.Json.Serialization;
using BigBen.ServiceDefaults;

namespace BigBen.Examples.Healthcheck;

/// <summary>The answer of <c>/healthcheck</c>.</summary>
/// <param name="MyApplication">What runs: one entry.</param>
internal sealed record ApplicationList([property: JsonPropertyName("myapplication")] IReadOnlyList<ApplicationInfo> MyApplication);

/// <summary>What runs.</summary>
/// <param name="Version">The running version, for example <c>v1.2.0</c> or a short revision.</param>
/// <param name="Description">What it is for.</param>
/// <param name="LastCommitSha">The full git revision that it was built from; <c>unknown</c> when the build did not know it.</param>
internal sealed record ApplicationInfo(
    string Version, string Description, [property: JsonPropertyName("lastcommitsha")] string LastCommitSha);

internal static class Healthcheck
{
    private const string Description = "pre-interview technical test";

    public static void MapHealthcheck(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthcheck", Answer).WithName("GetHealthcheck").WithSummary("The version and the commit that are running.");

    internal static ApplicationList Answer(BuildVersion build) => new([new(build.Version, Description, build.Revision)]);
}
