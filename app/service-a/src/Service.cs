using BigBen.ServiceDefaults;

namespace BigBen.ServiceA;

/// <summary>Service A: it greets.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "service-a", defaultPort: 8011, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/ping");
        app.MapPing();
        return app;
    }
}
