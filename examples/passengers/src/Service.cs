using BigBen.ServiceDefaults;
using BigBen.ServiceDefaults.Databases;

namespace BigBen.Examples.Passengers;

/// <summary>The service: its endpoints on what all services share.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "example-passengers", defaultPort: 8001, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));
        builder.Services.AddDatabaseFailures();
        // Made here, so that a setting that cannot be used stops the service before it listens.
        var database = DatabaseSettings.Open(builder.Configuration);
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton<PassengerTable>();

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/passengers?limit=1");
        app.MapGreeting();
        app.MapPassengers();
        return app;
    }
}
