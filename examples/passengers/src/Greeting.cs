namespace BigBen.Examples.Passengers;

/// <summary>The answer of <c>/hello</c>.</summary>
/// <param name="Message">The greeting.</param>
internal sealed record Hello(string Message);

/// <summary>The routes that ask no database.</summary>
internal static class Greeting
{
    public static void MapGreeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/hello", Greet).WithName("Hello").WithSummary("A greeting.");
        routes.MapGet("/zero", DivideByZero).WithName("Zero")
            .WithSummary("Fails by a division by zero: shows what an error that nobody foresaw looks like.")
            .ProducesProblem(StatusCodes.Status500InternalServerError);
    }

    private static Hello Greet() => new("Hello from example-passengers!");

    private static IResult DivideByZero() => throw new DivideByZeroException();
}
