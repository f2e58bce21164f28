using System.Diagnostics;
using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Platforms.Local;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>How a call of a tool goes wrong.</summary>
public enum Trouble
{
    /// <summary>The tool fails before it has done anything.</summary>
    Failure,

    /// <summary>The tool never ends.</summary>
    Hang,

    /// <summary>Big Ben is killed while the tool is at work.</summary>
    Kill,
}

/// <summary>
/// A machine with a container engine, kind, kubectl and Helm, as far as Big Ben can see: it calls the stand-ins on its PATH, which keep
/// the state that the real tools would and record every call. The program itself, git and the rendering Helm are the real ones.
/// </summary>
internal sealed partial class FakeMachine : IAsyncDisposable
{
    private readonly TempFolder temp = new();
    private readonly LoopbackServer server;
    private readonly Lock gate = new();
    private readonly List<string> calls = [];
    private readonly Dictionary<string, string> state = [];
    private (string Call, Trouble Trouble)? injected;

    private FakeMachine(LoopbackServer server, string realHelm)
    {
        this.server = server;
        RealHelm = realHelm;
    }

    internal string State => temp["state"];

    /// <summary>The registry as another cluster's would be: with a path in it.</summary>
    internal string Registry => $"127.0.0.1:{server.Port}/team";

    /// <summary>The port that hosts are served on, free until the cluster is made.</summary>
    internal int Port { get; } = PlatformFixture.FreePort();

    internal string Root { get; private set; } = RepositoryRoot.Path;

    /// <summary>Runs <c>up</c> on it.</summary>
    internal Task<CommandResult> UpAsync() => BigBenAsync("up", "--platform", "kind", "--port", $"{Port}");

    /// <summary>Runs <c>down</c>, which has to leave nothing.</summary>
    internal async Task DownAsync()
    {
        var down = await BigBenAsync("down");
        down.ExitCode.ShouldBe(0, down.Error);
        down.Output.ShouldContain("Nothing");
    }

    /// <summary>Makes a clone of one's own, without this program's sources and the services' tests, so that a push takes seconds.</summary>
    internal async Task<Shell> CloneAsync()
    {
        Root = temp["clone"];
        await PlatformFixture.CopyRepositoryAsync(Root);
        var shell = new Shell(Root);
        await shell.RunAsync("git", "rm", "-rq", "app/*/test/*", "backstage/bigben");
        await shell.RunAsync("git", "commit", "-qm", "Leave the tests away");
        return shell;
    }

    internal string RealHelm { get; }

    /// <summary>Seconds that a command may take: a busy machine must not take one that is slow for one that hangs.</summary>
    internal double Timeout { get; set; } = 60;

    /// <summary>Programs that are missing on this machine.</summary>
    internal HashSet<string> Uninstalled { get; } = [];

    /// <summary>The calls that came, one line each.</summary>
    internal IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    internal static async Task<FakeMachine> StartAsync()
    {
        FakeMachine? machine = null;
        var server = await LoopbackServer.StartAsync(0, useIPv6: false, http => machine!.AnswerAsync(http), CancellationToken.None);
        machine = new FakeMachine(server, (await TestHelm.ProgramAsync()).Path);
        StandIn.Write(machine.temp["bin"]);
        return machine;
    }

    public async ValueTask DisposeAsync()
    {
        // What a test that failed has left running.
        if (Directory.Exists(State))
            await new Daemon(new StateFolder(State)).StopAsync(CancellationToken.None);
        await server.DisposeAsync();
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        temp.Dispose();
    }

    internal string In(string name) => temp[name];

    /// <summary>Has the next call that contains these words go wrong, once.</summary>
    internal void Inject(string call, Trouble trouble)
    {
        lock (gate)
            injected = (call, trouble);
    }

    /// <summary>Whether something that was injected was met.</summary>
    internal bool WasMet
    {
        get
        {
            lock (gate)
                return injected is null;
        }
    }

    internal void Set(string name, string? value)
    {
        lock (gate)
        {
            if (value is null)
                state.Remove(name);
            else
                state[name] = value;
        }
    }

    internal string? Get(string name)
    {
        lock (gate)
            return state.GetValueOrDefault(name);
    }

    internal void Forget()
    {
        lock (gate)
            calls.Clear();
    }

    /// <summary>Runs Big Ben with these tools first on its PATH.</summary>
    internal async Task<CommandResult> BigBenAsync(params string[] arguments)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        return await new Command("dotnet", [typeof(PlatformException).Assembly.Location, .. arguments, "--state", State])
        {
            WorkingDirectory = Root,
            Environment = Variables(),
        }.RunAsync(deadline.Token);
    }

    internal Dictionary<string, string?> Variables()
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        if (Uninstalled.Count > 0)
        {
            foreach (var tool in Uninstalled)
                File.Delete(Path.Combine(temp["bin"], tool));
            // What the host has of it is not there either.
            path = string.Join(':', path.Split(':').Where(folder => !Uninstalled.Any(tool => File.Exists(Path.Combine(folder, tool))))
                .Append(GitAndShell()));
        }

        return new Dictionary<string, string?>
        {
            ["PATH"] = $"{temp["bin"]}:{path}",
            ["BIGBEN_ROOT"] = Root,
            // Processes that live for a second gain nothing by it.
            ["DOTNET_TieredPGO"] = "0",
            ["BIGBEN_STATE"] = null,
            ["DOCKER_CONFIG"] = temp["docker"],
            ["BIGBEN_STAND_IN"] = $"http://127.0.0.1:{server.Port}",
            ["BIGBEN_REAL_HELM"] = RealHelm,
            ["BIGBEN_CLUSTER_TIMEOUT"] = Timeout.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    // Links to what Big Ben needs besides, for a folder that had to go from PATH.
    private string GitAndShell()
    {
        var folder = temp["links"];
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "git", "sh", "curl", "dotnet" })
        {
            var program = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(entry => Path.Combine(entry, name))
                .FirstOrDefault(File.Exists);
            if (program is not null && !File.Exists(Path.Combine(folder, name)))
                File.CreateSymbolicLink(Path.Combine(folder, name), program);
        }

        return folder;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var tool = http.Request.Path.Value!.Trim('/');
        if (tool == "v2" || tool.StartsWith("v2/", StringComparison.Ordinal))
        {
            await RegistryAsync(http, tool);
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var arguments = (await reader.ReadToEndAsync()).TrimEnd('\n').Split('\n');

        var call = $"{tool} {string.Join(' ', arguments)}";
        Trouble? trouble = null;
        lock (gate)
        {
            calls.Add(call);
            if (injected is { } wanted && call.Contains(wanted.Call))
            {
                trouble = wanted.Trouble;
                injected = null;
            }
        }

        if (trouble == Trouble.Hang)
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (trouble == Trouble.Kill)
        {
            HalfDo(tool, arguments);
            Process.GetProcessById(int.Parse(http.Request.Headers["X-Parent"]!, System.Globalization.CultureInfo.InvariantCulture)).Kill();
        }

        var (code, said) = trouble switch
        {
            null => Do(tool, arguments, http.Request.Headers["X-Directory"]!),
            _ => (1, "Error: broken on purpose"),
        };
        http.Response.ContentType = "text/plain";
        if (!http.RequestAborted.IsCancellationRequested)
            await http.Response.WriteAsync($"{code}\n{said}.");
    }

    private (int Code, string Said) Do(string tool, string[] arguments, string directory)
    {
        lock (gate)
        {
            return tool switch
            {
                "docker" => Docker(arguments, directory),
                "kind" => Kind(arguments),
                "helm" => Helm(arguments),
                _ => Kubectl(arguments),
            };
        }
    }

    // What a killed tool leaves behind.
    private void HalfDo(string tool, string[] arguments)
    {
        lock (gate)
        {
            switch (tool, arguments[0])
            {
                case ("kind", "create"):
                    state["containers"] = $"{Option(arguments, "--name")}-control-plane";
                    break;
                case ("docker", "run"):
                    state["registry"] = "created";
                    break;
                case ("helm", "upgrade"):
                    state[$"release {arguments[2]}"] = "pending-install ";
                    break;
            }
        }
    }
}
