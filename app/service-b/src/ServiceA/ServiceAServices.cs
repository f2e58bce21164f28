namespace BigBen.ServiceB.ServiceA;

internal static class ServiceAServices
{
    /// <summary>Bytes of an answer that are read; a greeting has about 40.</summary>
    public const int AnswerLimit = 4096;

    /// <summary>Adds the client: one connection pool and one pipeline for the life of the process.</summary>
    public static void AddServiceA(this IServiceCollection services, Uri address)
    {
        services.AddSingleton<ServiceAPatience>();
        services.AddSingleton(_ => Http(address));
        services.AddSingleton<IServiceAClient>(provider => new ServiceAClient(
            provider.GetRequiredService<HttpClient>(),
            ServiceAPipeline.Build(
                provider.GetRequiredService<ServiceAPatience>(),
                provider.GetRequiredService<System.Diagnostics.Metrics.Meter>(),
                provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ILogger<ServiceAClient>>()));
    }

    internal static HttpClient Http(Uri address) => new(new SocketsHttpHandler
    {
        // A new connection every two minutes looks the name up again: moved instances are found.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // The standard http_proxy applies, as the local platform needs; .NET would also send it what is meant for this machine.
        UseProxy = !address.IsLoopback,
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseHeadersLength = 16,
    })
    {
        BaseAddress = address,
        MaxResponseContentBufferSize = AnswerLimit,
        // The pipeline keeps the time.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
