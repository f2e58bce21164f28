using BigBen.ServiceB.ServiceA;
using BigBen.ServiceDefaults;

namespace BigBen.ServiceB;

/// <summary>Service B: it asks service A.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args) => Build(args, new ServiceAPatience());

    /// <param name="args">The command line.</param>
    /// <param name="patience">How long and how often service A is asked.</param>
    internal static WebApplication Build(string[] args, ServiceAPatience patience)
    {
        var builder = ServiceHost.CreateBuilder(args, "service-b", defaultPort: 8012, typeof(Service).Assembly);
        builder.Services.AddServiceA(ServiceAAddress.Read(builder.Configuration), patience);
        builder.Services.AddExceptionHandler<ServiceAProblems>();
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/ping_service_a");
        app.MapPingServiceA();
        return app;
    }
}
