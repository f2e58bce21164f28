using System.Diagnostics;
using System.Globalization;

namespace BigBen.Tests.Ingress;

/// <summary>The test program as a process of its own, as the kubelet would run it; killed at the end.</summary>
internal sealed class PodProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PodProcess(Process process, string name, int port)
    {
        _process = process;
        Name = name;
        Port = port;
    }

    public string Name { get; }

    public int Port { get; }

    public static async Task<PodProcess> StartAsync(string name, string version)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.TestPod.dll")])
        {
            RedirectStandardOutput = true,
            // One that is found here may be another program's before the pod listens, so it finds its own.
            Environment = { ["ANY_PORT"] = "1", ["APP_VERSION"] = version, ["POD_NAME"] = name },
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Deadline);
        return new PodProcess(process, name, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it as the kubelet does first: it may finish what it began.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Eventually.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
