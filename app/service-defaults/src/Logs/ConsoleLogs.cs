using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

internal static class ConsoleLogs
{
    /// <summary>Logs on standard output: JSON lines, and in development one line of plain text each. <c>Logging__LogLevel__…</c>
    /// variables change the levels set here.</summary>
    public static void AddConsole(this IHostApplicationBuilder builder)
    {
        // First, so that every other source of settings overrides these.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                // A failed start is told in one sentence by ServiceProgram.
                ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
            },
        });
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat) = (true, "HH:mm:ss "));
        else
            builder.Services.AddSingleton<ILoggerProvider>(services =>
                new JsonConsole(Console.OpenStandardOutput(), services.GetRequiredService<TimeProvider>()));
    }
}
