using System.Globalization;
using BigBen.ServiceB.ServiceA;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BigBen.ServiceB;

internal static class PingServiceA
{
    public static void MapPingServiceA(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ping_service_a", AnswerAsync)
            .WithName("PingServiceA")
            .WithSummary("Service A's greeting, asked for on the way.")
            .ProducesProblem(StatusCodes.Status502BadGateway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    private static async Task<Results<Ok<Greeting>, ProblemHttpResult>> AnswerAsync(
        IServiceAClient serviceA, HttpResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var greeting = await serviceA.PingAsync(cancellationToken);
            return TypedResults.Ok(new Greeting($"{greeting.Message} (via Service B)"));
        }
        catch (ServiceAException e)
        {
            if (e.RetryAfter is { } wait)
                response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(statusCode: (int)e.StatusCode, detail: e.Message);
        }
    }
}
