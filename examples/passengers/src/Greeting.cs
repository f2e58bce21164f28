namespace BigBen.Examples.Passengers;

/// <summary>The answer of <c>/hello</c>.</summary>
/// <param name="Message">The greeting.</param>
internal sealed record Hello(string Message);

/// <summary>The answer of <c>/zero</c>.</summary>
/// <param name="Zero">Always 0.</param>
internal sealed record Nothing(int Zero);

/// <summary>The routes that ask no database: what a load test compares the others with.</summary>
internal static class Greeting
{
    public static void MapGreeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/hello", Greet).WithName("Hello").WithSummary("A greeting.");
        routes.MapGet("/zero", Zero).WithName("Zero").WithSummary("Zero.");
    }

    private static Hello Greet() => new("Hello from example-passengers!");

    private static Nothing Zero() => new(0);
}
