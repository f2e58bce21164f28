using System.Reflection;
using BigBen.ServiceDefaults.Endpoints;
using BigBen.ServiceDefaults.Logs;
using BigBen.ServiceDefaults.Metrics;
using BigBen.ServiceDefaults.Settings;
using BigBen.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults;

/// <summary>What every service shares.</summary>
public static class ServiceDefaults
{
    /// <summary>Adds ports, drain, problem documents, logs, metrics, traces and the OpenAPI document.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">The service's name, for example <c>service-a</c>.</param>
    /// <param name="defaultPort">The public port when HTTP_PORT is not set.</param>
    /// <param name="assembly">The assembly whose baked-in version is the service's.</param>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string service, int defaultPort, Assembly assembly)
    {
        var settings = ServiceSettings.Read(builder.Configuration, defaultPort);
        var build = BuildVersion.Of(service, assembly, settings);
        var listeners = new Listeners();
        builder.AddJsonConsole();
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
        builder.Services.AddDrain(settings);
        builder.Services.AddProblems();
        builder.Services.AddServiceMetrics(settings, build);
        builder.Services.AddOpenApiDocument(service);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceDefaultsJson.Default));
    }

    /// <summary>Lays the pipeline and maps the routes that every service has. Map the service's own routes after it.</summary>
    /// <param name="app">The service.</param>
    public static void UseServiceDefaults(this WebApplication app)
    {
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
                routes.MapMetrics();
            });
        });

        app.UseServerSpan();
        app.UseRequestLog();
        app.UseDrain();
        app.UseProblems();
        app.UseRouting();
        app.MapHealth();
        app.MapVersion();
        app.MapOpenApiDocument();
    }
}
