using System.ComponentModel.DataAnnotations;
using BigBen.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BigBen.Examples.Echo;

/// <summary>The answer of <c>/api/echo</c>.</summary>
/// <param name="Text">What was asked with.</param>
internal sealed record Echoed(string Text);

internal static class Echo
{
    public static void MapEcho(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/echo", Answer).WithName("Echo").WithSummary("The text of the query.").ProducesUnprocessable();

    // Bound by hand if it is missing: what is required by its type would be answered by 400.
    internal static Results<Ok<Echoed>, ProblemHttpResult> Answer([Required] string? text) =>
        text is null ? Unprocessable.Of("text", "The query has no 'text': ask with ?text=…") : TypedResults.Ok(new Echoed(text));
}
