using System.Reflection;
using BigBen.ServiceDefaults.Endpoints;
using BigBen.ServiceDefaults.Logs;
using BigBen.ServiceDefaults.Metrics;
using BigBen.ServiceDefaults.Settings;
using BigBen.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prometheus;
using Scalar.AspNetCore;

namespace BigBen.ServiceDefaults;

/// <summary>What every service shares.</summary>
public static class ServiceHost
{
    /// <summary>A builder with ports, drain, problem documents, logs, metrics, traces and the OpenAPI document.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="service">The service's name, for example <c>service-a</c>.</param>
    /// <param name="defaultPort">The public port when HTTP_PORT is not set.</param>
    /// <param name="assembly">The assembly whose baked-in version is the service's.</param>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args, string service, int defaultPort, Assembly assembly)
    {
        // Settings are read once. Each watched file would take one of the machine's inotify instances, of which there are 128.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        var settings = ServiceSettings.Read(builder.Configuration, defaultPort);
        var build = BuildVersion.Of(service, assembly, settings);
        var listeners = new Listeners();
        builder.AddConsole();
        builder.AddOtlp(settings, build);
        // HTTP_PORT alone decides; base images set ASPNETCORE_HTTP_PORTS, and Kestrel would warn that it is overridden.
        builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            listeners.Listen(kestrel, settings);
        });
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(build);
        builder.Services.AddSingleton(listeners);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddWarmUp();
        builder.Services.AddDrain(settings);
        builder.Services.AddProblems();
        builder.Services.AddServiceMetrics();
        builder.Services.AddOpenApiDocument(service);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceDefaultsJson.Default));
        return builder;
    }

    /// <summary>Lays the pipeline and maps the routes that every service has. Map the service's own routes after it.</summary>
    /// <param name="app">The service.</param>
    /// <param name="warmUp">
    /// A route of the service that is asked before it says that it is ready, for example <c>/ping</c>; null for none.
    /// </param>
    public static void UseServiceDefaults(this WebApplication app, string? warmUp = null)
    {
        app.Services.GetRequiredService<WarmUp>().Path = warmUp;
        app.Services.StartServiceMetrics();
        app.Services.StartOtlp();

        // A branch of its own has routes of its own: neither listener knows what the other one serves.
        app.MapWhen(Listeners.IsManagement, management =>
        {
            management.UseNoServerSpan();
            management.UseProblems();
            management.UseRouting();
            management.UseEndpoints(routes =>
            {
                routes.MapAlive();
                routes.MapReady();
                routes.MapMetrics(registry: app.Services.GetRequiredService<CollectorRegistry>()).DisableHttpMetrics();
            });
        });

        app.UseWarmUp();
        if (app.Services.GetRequiredService<ServiceSettings>().OtlpEndpoint is not null)
            app.UseServerSpan();
        app.UseRequestMetrics();
        app.UseRequestLog();
        app.UseDrain();
        app.UseProblems();
        app.UseRouting();
        app.MapHealth();
        app.MapVersion();
        app.MapOpenApiDocument();
        if (app.Environment.IsDevelopment())
            app.MapScalarApiReference(page => page.HideDeveloperTools().DisableAgent());
    }
}
