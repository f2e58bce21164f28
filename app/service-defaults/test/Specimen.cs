using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults.Tests;

/// <summary>A small service on the shared defaults: what the tests of the defaults run.</summary>
internal static class Specimen
{
    public const string Secret = "a text that must not leave the process";

    public static WebApplication Build(string[] args) => Build(args, null, _ => Task.CompletedTask);

    /// <param name="args">The command line.</param>
    /// <param name="warmUp">The route to warm up; null for none.</param>
    /// <param name="answer">What it does.</param>
    /// <param name="time">The clock; null for the machine's.</param>
    public static WebApplication Build(string[] args, string? warmUp, RequestDelegate answer, TimeProvider? time = null)
    {
        var builder = ServiceHost.CreateBuilder(args, "specimen", defaultPort: 8099, typeof(Specimen).Assembly);
        if (time is not null)
            builder.Services.AddSingleton(time);
        var app = builder.Build();
        app.UseServiceDefaults(warmUp);
        if (warmUp is not null)
            app.MapGet(warmUp, answer);
        app.MapGet("/ok/{id}", (HttpContext context) => context.Response.WriteAsync("ok"));
        app.MapGet("/throw", (HttpContext _) => throw new InvalidOperationException(Secret));
        app.MapGet("/slow/{seconds:int}", async (HttpContext context, int seconds) =>
        {
            await context.Response.WriteAsync("begun ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(seconds), context.RequestAborted);
            await context.Response.WriteAsync("done");
        });
        return app;
    }
}
