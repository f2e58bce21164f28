using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BigBen.Bench;

/// <summary>A program that serves on loopback; killed at the end. Its output goes to a file, as a pod's does.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string?> Nothing = [];

    private readonly Process _process;
    private readonly string _log;

    private Server(Process process, string log, string url)
    {
        _process = process;
        _log = log;
        Url = url;
    }

    public string Url { get; }

    /// <summary>From the program's start to its first answer that says it is ready.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <summary>Megabytes (10^6 bytes) of memory that are the process's now.</summary>
    public double ResidentMegabytes => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;

    /// <summary>The processor time that it has taken, with the processes that it has forked.</summary>
    public TimeSpan ProcessorTime => Bench.ProcessorTime.OfTree(_process.Id);

    /// <summary>Starts a service and waits until its management port says that it is ready.</summary>
    public static Task<Server> ServiceAsync(
        string program,
        string? cores = null,
        string? serviceA = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        CpuLimit? limit = null)
    {
        var (http, management) = (FreePort(), FreePort());
        var variables = new Dictionary<string, string?>(settings ?? Nothing)
        {
            ["HTTP_PORT"] = $"{http}",
            ["MANAGEMENT_PORT"] = $"{management}",
            ["BIND_ADDRESS"] = "127.0.0.1",
            ["SERVICE_A_URL"] = serviceA,
        };
        return StartAsync(["dotnet", program], cores, http, $"http://127.0.0.1:{management}/ready", variables, limit);
    }

    /// <summary>Starts the bare program and waits until it answers, the other one it asks included.</summary>
    public static Task<Server> BareAsync(string program, string? cores = null, string? serviceA = null)
    {
        var http = FreePort();
        return StartAsync(["dotnet", program], cores, http, $"http://127.0.0.1:{http}/ping", new()
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{http}",
            ["SERVICE_A_URL"] = serviceA,
        });
    }

    /// <summary>Starts what a service is measured against, whatever it is written in, and waits until it answers.</summary>
    /// <param name="command">What starts it on a port.</param>
    /// <param name="cores">Its cores.</param>
    /// <param name="path">What it answers once it serves.</param>
    /// <param name="settings">Its variables.</param>
    /// <param name="limit">What it and all that it starts may be held to; null for nothing.</param>
    public static Task<Server> PeerAsync(
        Func<int, string[]> command, string cores, string path, IReadOnlyDictionary<string, string?> settings, CpuLimit? limit)
    {
        var http = FreePort();
        return StartAsync(command(http), cores, http, $"http://127.0.0.1:{http}{path}", new(settings), limit);
    }

    public async ValueTask DisposeAsync()
    {
        // With the processes that it may have forked.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_log);
    }

    private static async Task<Server> StartAsync(
        string[] command, string? cores, int port, string readyUrl, Dictionary<string, string?> variables, CpuLimit? limit = null)
    {
        var log = Path.GetTempFileName();
        // The shell only opens the log and joins the group of the limit: exec leaves one process, whose id and memory are the program's.
        var pinned = cores is null ? "" : $"taskset -c {cores} ";
        var joined = limit is null ? "" : $"echo $$ >{limit.Members} || exit; ";
        string[] script = ["-c", $"{joined}log=$1; shift; exec {pinned}\"$@\" >\"$log\" 2>&1", "sh"];
        var start = new ProcessStartInfo("/bin/sh", [.. script, log, .. command]);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var clock = Stopwatch.StartNew();
        var server = new Server(Process.Start(start)!, log, $"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, readyUrl))
        {
            if (server._process.HasExited || clock.Elapsed > Deadline)
                throw new InvalidOperationException($"{string.Join(' ', command)} does not get ready: {await File.ReadAllTextAsync(log)}");
            await Task.Delay(1);
        }

        server.StartTime = clock.Elapsed;
        return server;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
