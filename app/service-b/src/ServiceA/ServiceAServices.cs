using BigBen.ServiceDefaults.Metrics;
using BigBen.ServiceDefaults.Settings;
using BigBen.ServiceDefaults.Telemetry;
using Prometheus;
using Refit;

namespace BigBen.ServiceB.ServiceA;

internal static class ServiceAServices
{
    /// <summary>
    /// Adds the client of service A and the pipeline around its calls: one connection pool and one circuit for the process.
    /// </summary>
    /// <param name="services">Takes them.</param>
    /// <param name="address">Where service A is.</param>
    /// <param name="patience">How long and how often it is asked.</param>
    public static void AddServiceA(this IServiceCollection services, Uri address, ServiceAPatience patience)
    {
        services.AddSingleton<ServiceAMetrics>();
        services.AddSingleton(provider => ServiceAPipeline.Build(
            patience, provider.GetRequiredService<ServiceAMetrics>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => Client(
            address,
            provider.GetRequiredService<IMetricFactory>(), provider.GetRequiredService<ServiceSettings>().OtlpEndpoint is not null));
    }

    internal static IServiceA Client(Uri address, IMetricFactory metrics, bool exportsSpans) =>
        RestService.ForGenerated<IServiceA>(Http(address, metrics, exportsSpans), Settings());

    private static HttpClient Http(Uri address, IMetricFactory metrics, bool exportsSpans)
    {
        var connections = new SocketsHttpHandler
        {
            // A new connection every two minutes looks the name up again: moved instances are found.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // The standard http_proxy applies, as the local platform needs; .NET would also send it what is meant for this machine.
            UseProxy = !address.IsLoopback,
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
        };
        if (!exportsSpans)
            connections.ActivityHeadersPropagator = null;
        HttpMessageHandler sender = exportsSpans ? connections : new TraceParent { InnerHandler = connections };
        return new HttpClient(new ClientMetrics(metrics, "service-a") { InnerHandler = new AnswerLimit { InnerHandler = sender } })
        {
            BaseAddress = address,
            // The pipeline keeps the time.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Strict JSON, and failures as .NET's own exceptions, which name the cause and read nothing more of the answer.</summary>
    private static RefitSettings Settings()
    {
        var settings = RefitSettings.ForJsonContext(ServiceJson.Default);
        settings.TransportExceptionFactory = (_, exception, _) => exception;
        settings.DeserializationExceptionFactory = (_, exception) => ValueTask.FromResult<Exception?>(exception);
        settings.ExceptionFactory = response =>
        {
            if (response.IsSuccessStatusCode)
                return default;
            // Refit leaves a failed answer to its exception; ours keeps the code alone.
            response.Dispose();
            return ValueTask.FromResult<Exception?>(
                new HttpRequestException($"The answer is {(int)response.StatusCode}.", null, response.StatusCode));
        };
        return settings;
    }
}
