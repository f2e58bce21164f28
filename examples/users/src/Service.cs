using BigBen.ServiceDefaults;
using BigBen.ServiceDefaults.Databases;

namespace BigBen.Examples.Users;

/// <summary>The service: its endpoints on what all services share.</summary>
internal static class Service
{
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "example-users", defaultPort: 5001, typeof(Service).Assembly);
        builder.Services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ServiceJson.Default));
        builder.Services.AddDatabaseFailures();
        DatabaseSettings.Read(builder.Configuration).AddContext(builder.Services);
        builder.Services.AddSingleton(Passwords.Of(builder.Configuration, builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton<UserQueries>();
        builder.Services.AddScoped<UserTable>();
        if (builder.Environment.IsDevelopment())
            builder.Services.AddHostedService<MigrationAtStart>();

        var app = builder.Build();
        app.UseServiceDefaults(warmUp: "/users?pageSize=1");
        app.MapUsers();
        return app;
    }
}
