using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BigBen.ServiceB.ServiceA;

internal sealed partial class ServiceAClient(HttpClient http, ResiliencePipeline<Greeting> pipeline, ILogger<ServiceAClient> logger)
    : IServiceAClient
{
    public async Task<Greeting> PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(static (client, attempt) => client.AttemptAsync(attempt), this, cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw new ServiceAException(
                HttpStatusCode.ServiceUnavailable, "Calls to service-a are paused after repeated failures.", e, e.RetryAfter ?? TimeSpan.Zero);
        }
        catch (TimeoutRejectedException e)
        {
            TooSlow(logger, e);
            throw new ServiceAException(HttpStatusCode.GatewayTimeout, "service-a took too long to answer.", e);
        }
        catch (HttpRequestException e) when (e.StatusCode is null && ServiceAFailure.IsGone(e))
        {
            Unreachable(logger, e);
            throw new ServiceAException(HttpStatusCode.BadGateway, "service-a cannot be reached.", e);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            BadAnswer(logger, e);
            throw new ServiceAException(HttpStatusCode.BadGateway, "service-a gave a bad answer.", e);
        }
    }

    private async ValueTask<Greeting> AttemptAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync("/ping", cancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return JsonSerializer.Deserialize(body, ServiceJson.Default.Greeting) is { Message.Length: > 0 } greeting
            ? greeting
            : throw new JsonException("The greeting is empty.");
    }

    [LoggerMessage(LogLevel.Warning, "service-a took too long to answer")]
    private static partial void TooSlow(ILogger logger, Exception cause);

    [LoggerMessage(LogLevel.Warning, "service-a cannot be reached")]
    private static partial void Unreachable(ILogger logger, Exception cause);

    [LoggerMessage(LogLevel.Warning, "service-a gave a bad answer")]
    private static partial void BadAnswer(ILogger logger, Exception cause);
}
