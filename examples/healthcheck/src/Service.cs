using BigBen.ServiceDefaults;

namespace BigBen.Examples.Healthcheck;

/// <summary>The service: its endpoints on what all services share.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "example-healthcheck", defaultPort: 5000, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/healthcheck");
        app.MapHealthcheck();
        return app;
    }
}
