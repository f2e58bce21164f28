using Microsoft.Extensions.Logging;

namespace BigBen.ServiceDefaults.Logs;

internal sealed class JsonConsole(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly ConsoleBuffer _buffer = new(output);

    public ILogger CreateLogger(string categoryName) => new JsonConsoleLogger(categoryName, _buffer, time);

    public void Dispose() => _buffer.Dispose();
}
