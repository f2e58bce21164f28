using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace BigBen.ServiceDefaults.Tests.Support;

/// <summary>A service as a process of its own, as the platform runs it; killed if it still runs at the end of the test.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private readonly Process _process;
    private readonly TaskCompletionSource<JsonElement> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _disposed;

    private ServiceProcess(string assembly, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Host, [Path.Combine(AppContext.BaseDirectory, assembly)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var own = start.Environment.Keys.Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal) || name == "APP_VERSION");
        foreach (var name in own.ToArray())
            start.Environment.Remove(name);
        (string, string)[] defaults = [("MANAGEMENT_PORT", "0"), ("HTTP_PORT", "0"), ("BIND_ADDRESS", "127.0.0.1")];
        foreach (var (name, value) in defaults.Concat(settings))
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Errors.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException($"The service ended: {Error}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>The lines on standard output so far, each a JSON object.</summary>
    public ConcurrentQueue<JsonElement> Log { get; } = [];

    public string Error => string.Join('\n', Errors).Trim();

    public HttpClient Public { get; private set; } = null!;

    public HttpClient Management { get; private set; } = null!;

    private ConcurrentQueue<string> Errors { get; } = [];

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(string assembly, params (string Name, string Value)[] settings)
    {
        var service = new ServiceProcess(assembly, settings);
        try
        {
            var started = await service._started.Task.WaitAsync(Deadline);
            service.Public = Client(started.GetProperty("http").GetString()!);
            service.Management = Client(started.GetProperty("management").GetString()!);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program with arguments instead of settings and waits for its end.</summary>
    public static async Task<(int ExitCode, string Error)> RunWithAsync(string assembly, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Host, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardError = true,
        })!;
        using var deadline = new CancellationTokenSource(Deadline);
        var error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, error.Trim());
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(string assembly, params (string Name, string Value)[] settings)
    {
        await using var service = new ServiceProcess(assembly, settings);
        _ = service._started.Task.Exception;
        return (await service.EndAsync(), service.Error);
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
    }

    /// <summary>Waits for a line of the log.</summary>
    public async Task<JsonElement> LineAsync(Func<JsonElement, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            foreach (var line in Log)
                if (wanted(line))
                    return line;
            await Task.Delay(10, deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Public?.Dispose();
        Management?.Dispose();
    }

    private static HttpClient Client(string endPoint) =>
        new() { BaseAddress = new Uri($"http://{IPEndPoint.Parse(endPoint)}"), Timeout = Deadline };

    private void Take(string? line)
    {
        if (line is null)
            return;
        var entry = JsonElement.Parse(line);
        Log.Enqueue(entry);
        if (entry.TryGetProperty("http", out _))
            _started.TrySetResult(entry);
    }
}
