namespace BigBen.Examples.Web;

/// <summary>The answer of <c>/hello</c>.</summary>
/// <param name="Message">The greeting.</param>
internal sealed record Greeting(string Message);

internal static class Hello
{
    public static void MapHello(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/hello", Answer).WithName("Hello").WithSummary("A greeting.");

    private static Greeting Answer() => new("Hello from example-web!");
}
