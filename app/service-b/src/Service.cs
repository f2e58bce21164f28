using BigBen.ServiceB.ServiceA;
using BigBen.ServiceDefaults;

namespace BigBen.ServiceB;

/// <summary>Service B: it asks service A.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("service-b", defaultPort: 8012, typeof(Service).Assembly);
        builder.Services.AddServiceA(ServiceAAddress.Read(builder.Configuration));
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapPingServiceA();
        return app;
    }
}
