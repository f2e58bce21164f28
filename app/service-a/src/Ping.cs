namespace BigBen.ServiceA;

/// <summary>The answer of <c>/ping</c>.</summary>
/// <param name="Message">The greeting.</param>
internal sealed record Greeting(string Message);

internal static class Ping
{
    public static void MapPing(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ping", Answer).WithName("Ping").WithSummary("A greeting.");

    private static Greeting Answer() => new("Greetings from Service A!");
}
