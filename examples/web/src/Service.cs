using BigBen.ServiceDefaults;

namespace BigBen.Examples.Web;

/// <summary>The service: its endpoints on what all services share.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "example-web", defaultPort: 8013, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/hello");
        app.MapHello();
        return app;
    }
}
