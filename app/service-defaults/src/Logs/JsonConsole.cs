using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

internal sealed class JsonConsole(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly ConsoleBuffer _buffer = new(output);

    public ILogger CreateLogger(string categoryName) => new JsonConsoleLogger(categoryName, _buffer, time);

    public void Dispose() => _buffer.Dispose();
}

internal static class JsonConsoleExtensions
{
    /// <summary>Logs as JSON lines on standard output. <c>Logging__LogLevel__…</c> variables change the levels set here.</summary>
    public static void AddJsonConsole(this IHostApplicationBuilder builder)
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
        builder.Services.AddSingleton<ILoggerProvider>(services =>
            new JsonConsole(Console.OpenStandardOutput(), services.GetRequiredService<TimeProvider>()));
    }
}
