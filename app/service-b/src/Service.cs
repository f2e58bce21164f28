using BigBen.ServiceB.ServiceA;
using BigBen.ServiceDefaults;

namespace BigBen.ServiceB;

/// <summary>Service B: it asks service A.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "service-b", defaultPort: 8012, typeof(Service).Assembly);
        builder.Services.AddServiceA(ServiceAAddress.Read(builder.Configuration));
        builder.Services.AddExceptionHandler<ServiceAProblems>();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/ping_service_a");
        app.MapPingServiceA();
        return app;
    }
}
