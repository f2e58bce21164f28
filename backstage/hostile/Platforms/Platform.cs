using System.Net;
using System.Net.Sockets;
using BigBen.ApiServer.Access;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Hostile.Sockets;

namespace BigBen.Hostile.Platforms;

/// <summary>A local platform, by default one of the committed sources in a folder of its own, which is gone at the end.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bigben-hostile-");
    private readonly bool _isOurs;

    private Platform(string? state)
    {
        _isOurs = state is null;
        State = new StateFolder(state ?? Path.Combine(_folder.FullName, "state"));
    }

    /// <summary>A clone with the platform as its remote.</summary>
    public string Clone => Path.Combine(_folder.FullName, "clone");

    /// <summary>Where it keeps everything.</summary>
    public StateFolder State { get; }

    /// <summary>How it is reached.</summary>
    public Doors Doors { get; private set; } = null!;

    /// <summary>Its process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts one from a fresh clone and waits until everything is live.</summary>
    /// <param name="repository">What is cloned.</param>
    /// <param name="log">Told how it comes up.</param>
    /// <exception cref="PlatformException">It does not come up.</exception>
    public static Task<Platform> StartAsync(string repository, TextWriter log) => OpenAsync(new Platform(null), async platform =>
    {
        await new Command("git", "clone", "--quiet", repository, platform.Clone).OutputAsync();
        await platform.RunAsync(log, "big-ben.sh", "--platform", "local", "--port", $"{FreePort()}");
    });

    /// <summary>Takes one that runs, and leaves it at the end.</summary>
    /// <param name="state">Its state folder.</param>
    /// <exception cref="PlatformException">None runs there.</exception>
    public static Task<Platform> FindAsync(string state) => OpenAsync(new Platform(state), async platform =>
    {
        var forge = ForgeRepository.At(platform.State.Forge);
        await new Command("git", "clone", "--quiet", forge.Path, platform.Clone).OutputAsync();
        await new CloneOfForge(platform.Clone).AddRemoteAsync(forge, CancellationToken.None);
    });

    /// <summary>Runs one of the scripts for this platform.</summary>
    /// <exception cref="PlatformException">It fails.</exception>
    public Task RunAsync(TextWriter log, string script, params string[] arguments) =>
        new Command(Path.Combine(Clone, "bootstrap", script), [.. arguments, "--state", State.Path])
        {
            WorkingDirectory = Clone,
            OnLine = line => log.WriteLine($"  {line}"),
        }.OutputAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isOurs && Directory.Exists(Clone))
            await RunAsync(TextWriter.Null, "destroy.sh");
        // A name that is not UTF-8 is none for .NET.
        await new Command("rm", "-rf", _folder.FullName).OutputAsync();
    }

    private static async Task<Platform> OpenAsync(Platform platform, Func<Platform, Task> prepareAsync)
    {
        try
        {
            await prepareAsync(platform);
            var record = PlatformRecord.Read(platform.State)
                ?? throw new PlatformException($"No platform runs with '{platform.State.Path}'.");
            var admin = Kubeconfig.Read(platform.State.Kubeconfig)
                ?? throw new PlatformException($"No local platform is up with '{platform.State.Path}'.");
            platform.Doors = new Doors(record.Port, admin.Port, admin.Token, record.Token, admin.Authority);
            platform.ProcessId = record.ProcessId;
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
