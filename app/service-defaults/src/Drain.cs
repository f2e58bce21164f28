using BigBen.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigBen.ServiceDefaults;

/// <summary>
/// The way out after SIGTERM: unready at once, both listeners keep serving for the drain delay, then they close and the
/// requests in flight finish.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, ServiceSettings settings, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Whether SIGTERM has come.</summary>
    public bool Draining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Whether traffic should come here.</summary>
    public bool Ready => lifetime.ApplicationStarted.IsCancellationRequested && !Draining;

    // The web server stops before any IHostedService.StopAsync is called: this is the one hook ahead of it.
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(settings.DrainDelay, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainExtensions
{
    public static void AddDrain(this IServiceCollection services, ServiceSettings settings)
    {
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainDelay + settings.InFlight);
    }

    /// <summary>While draining, asks clients to leave their kept-alive connections, so that none is cut under a request.</summary>
    public static void UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.Draining)
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }
}
