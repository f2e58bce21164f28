using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace BigBen.Tests.Scenario;

/// <summary>A fresh clone in a folder with spaces, and the platform brought up in it by the README's command.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"big-ben-scenario {Guid.NewGuid():N}");
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };

    public int Port { get; } = FreePort();

    /// <summary>What <c>up</c> printed.</summary>
    public string UpOutput { get; private set; } = "";

    internal Shell Clone { get; private set; } = null!;

    internal string State => Path.Combine(Clone.Directory, ".big-ben");

    public async Task InitializeAsync()
    {
        // Every test is skipped then.
        if (ScenarioPlatform.WhyNot is not null)
            return;
        var clone = Path.Combine(folder, "a clone");
        await CopyRepositoryAsync(clone);
        Clone = new Shell(clone);
        UpOutput = await Clone.BigBenAsync("--platform", ScenarioPlatform.Name, "--port", $"{Port}");
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        // Kept, it can be looked at; who asks for that takes it down.
        if (ScenarioPlatform.WhyNot is not null || ScenarioPlatform.IsKept)
            return;
        if (Directory.Exists(State))
            await Clone.RunAsync("./bootstrap/destroy.sh");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A state folder beside the platform's own, with what was built and fetched for that one already.</summary>
    internal async Task<string> OtherStateAsync(string name)
    {
        var other = Path.Combine(folder, name);
        Directory.CreateDirectory(other);
        foreach (var made in new[] { ".big-ben-state", "bin", "images", "tools" })
            await Clone.RunAsync("cp", "-R", Path.Combine(State, made), other);
        return other;
    }

    /// <summary>Asks a host of the platform the way a browser does.</summary>
    internal Task<(HttpStatusCode Status, string Body)> GetAsync(string host, string path) => AskAsync(HttpMethod.Get, host, path);

    /// <inheritdoc cref="GetAsync"/>
    internal async Task<(HttpStatusCode Status, string Body)> AskAsync(
        HttpMethod method, string host, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{Port}{path}") { Content = content };
        request.Headers.Host = $"{host}.bigben.localhost:{Port}";
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    internal async Task<string> VersionAsync(string host) =>
        JsonDocument.Parse((await GetAsync(host, "/version")).Body).RootElement.GetProperty("version").GetString()!;

    /// <summary>
    /// The greeting of a service. Service B's once service A was fast enough for it: on a busy machine an answer may take longer than it
    /// waits, and its circuit may open for that.
    /// </summary>
    internal async Task<string> GreetingAsync(string host)
    {
        var isPassedOn = host.Contains("service-b");
        var late = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var (status, body) = await GetAsync(host, isPassedOn ? "/ping_service_a" : "/ping");
            var isLate = isPassedOn && status is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable;
            if (!isLate || DateTime.UtcNow > late)
                return JsonDocument.Parse(body).RootElement.GetProperty("message").GetString()!;
            await Task.Delay(100);
        }
    }

    /// <summary>
    /// Waits for a greeting that comes by way of another service, whose kept connection may lead to the old pod until that one has drained.
    /// </summary>
    internal async Task WaitForGreetingAsync(string host, string greeting)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(100))
        {
            if (await GreetingAsync(host) == greeting)
                return;
        }

        (await GreetingAsync(host)).ShouldBe(greeting);
    }

    internal async Task<IReadOnlyDictionary<string, JsonElement>> StatusAsync()
    {
        var result = await Clone.TryBigBenAsync("status", "--json");
        return JsonDocument.Parse(result.Output).RootElement.GetProperty("applications").EnumerateArray()
            .ToDictionary(row => row.GetProperty("application").GetString()!);
    }

    /// <summary>Makes the clone equal to what the platform recorded last.</summary>
    internal async Task StartOverAsync()
    {
        await Clone.RunAsync("git", "fetch", "-q", "big-ben");
        await Clone.RunAsync("git", "reset", "-q", "--hard", "big-ben/main");
    }

    /// <summary>Replaces text in a file of the clone.</summary>
    internal async Task EditAsync(string file, string old, string @new)
    {
        var path = Path.Combine(Clone.Directory, file);
        var text = await File.ReadAllTextAsync(path);
        text.ShouldContain(old);
        await File.WriteAllTextAsync(path, text.Replace(old, @new));
    }

    /// <summary>Edits a file on top of what the platform recorded last, and commits.</summary>
    internal async Task CommitAsync(string subject, string file, string old, string @new)
    {
        await StartOverAsync();
        await EditAsync(file, old, @new);
        await Clone.RunAsync("git", "commit", "-qam", subject);
    }

    /// <summary>
    /// A port that nobody listens on, below those that systems hand out: until it is listened on, no parallel test gets it by chance.
    /// </summary>
    internal static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    internal static async Task CopyRepositoryAsync(string clone)
    {
        // What git would commit now: the tests also speak of work that is not committed yet.
        var files = await new Shell(RepositoryRoot.Path).RunAsync("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        List<string> programs = [];
        foreach (var file in files.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var source = Path.Combine(RepositoryRoot.Path, file);
            if (!File.Exists(source))
                continue;
            var target = Path.Combine(clone, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.GetUnixFileMode(source).HasFlag(UnixFileMode.UserExecute))
                programs.AddRange([source, target]);
            else
                File.Copy(source, target);
        }

        var shell = new Shell(clone);
        // By another process: what this one had open for writing could be busy when it is run (TestProgram).
        await shell.RunAsync("sh", ["-c", "while [ $# -gt 0 ]; do cp -p \"$1\" \"$2\"; shift 2; done", "sh", .. programs]);
        await shell.RunAsync("git", "init", "-q", "-b", "main");
        await shell.RunAsync("git", "add", "-A");
        await shell.RunAsync("git", "commit", "-qm", "Start");
    }
}
