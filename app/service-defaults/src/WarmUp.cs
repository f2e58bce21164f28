using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigBen.ServiceDefaults;

/// <summary>
/// Asks a route of the service's own before the pod says that it is ready, so that no user pays for what a first request compiles and
/// loads. The requests are neither logged nor measured, and whatever comes of them, the service starts.
/// </summary>
internal sealed class WarmUp(Listeners listeners) : IHostedLifecycleService
{
    /// <summary>At most so many requests: the first loads and compiles nearly all of it.</summary>
    private const int Requests = 10;

    private const string Header = "Warm-Up";

    private readonly string _secret = Guid.NewGuid().ToString();
    private volatile bool _running;

    /// <summary>The route; null for none.</summary>
    public string? Path { get; set; }

    /// <summary>For all of them. A route that asks another service, which may not be there yet, must not hold this one back.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether a request is one of these.</summary>
    public bool Sent(HttpContext context) => _running && context.Request.Headers[Header] == _secret;

    // Kestrel listens by now, and ApplicationStarted, which readiness waits for, comes after.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (Path is null || listeners.Public is not IPEndPoint endPoint)
            return;
        var address = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any)
            ? IPAddress.Loopback
            : endPoint.Address;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri($"http://{new IPEndPoint(address, endPoint.Port)}"),
            DefaultRequestHeaders = { { Header, _secret } },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        _running = true;
        try
        {
            var answered = true;
            for (var i = 0; i < Requests && answered; i++)
            {
                using var response = await http.GetAsync(Path, limit.Token);
                answered = response.IsSuccessStatusCode;
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Too slow, or what the route needs is not there yet: the first users will find it colder.
        }
        finally
        {
            _running = false;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class WarmUpExtensions
{
    public static void AddWarmUp(this IServiceCollection services)
    {
        services.AddSingleton<WarmUp>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
    }

    /// <summary>Keeps the warm-up's requests out of what is exported.</summary>
    public static void UseWarmUp(this IApplicationBuilder app)
    {
        var warmUp = app.ApplicationServices.GetRequiredService<WarmUp>();
        app.Use((context, next) =>
        {
            if (warmUp.Sent(context))
            {
                Activity.Current?.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                context.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true;
            }

            return next(context);
        });
    }
}
