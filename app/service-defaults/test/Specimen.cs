using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BigBen.ServiceDefaults.Tests;

/// <summary>A small service on the shared defaults: what the tests of the defaults run.</summary>
internal static class Specimen
{
    public const string Secret = "a text that must not leave the process";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults("specimen", defaultPort: 8099, typeof(Specimen).Assembly);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/ok/{id}", (HttpContext context) => context.Response.WriteAsync("ok"));
        app.MapGet("/throw", (HttpContext _) => throw new InvalidOperationException(Secret));
        app.MapGet("/slow", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("begun ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(2));
            await context.Response.WriteAsync("done");
        });
        return app;
    }
}
