using System.Text.Json;
using BigBen.ServiceB.ServiceA;
using Polly;

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

    /// <summary>Service A's greeting, passed on.</summary>
    /// <exception cref="ServiceAException">There is none, for a reason that the caller may be told.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    internal static async Task<Greeting> AnswerAsync(
        IServiceA serviceA, ResiliencePipeline<Greeting> pipeline, CancellationToken cancellationToken)
    {
        try
        {
            var greeting = await pipeline.ExecuteAsync(AskAsync, serviceA, cancellationToken);
            return new Greeting($"{greeting.Message} (via Service B)");
        }
        catch (Exception e) when (ServiceAException.Of(e) is { } failure)
        {
            // ServiceAProblems answers it.
            throw failure;
        }
    }

    // Inside the pipeline: an answer that is not a greeting counts against service A like any other failure.
    private static async ValueTask<Greeting> AskAsync(IServiceA serviceA, CancellationToken cancellationToken) =>
        await serviceA.PingAsync(cancellationToken) is { Message.Length: > 0 } greeting
            ? greeting
            : throw new JsonException("The greeting is empty.");
}
