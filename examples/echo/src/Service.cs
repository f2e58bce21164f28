using BigBen.ServiceDefaults;

namespace BigBen.Examples.Echo;

/// <summary>The service: its endpoints on what all services share.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "example-echo", defaultPort: 8000, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/-/health");
        app.MapHostHealth();
        app.MapEcho();
        return app;
    }
}
