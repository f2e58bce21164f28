using System.Net;
using System.Net.Sockets;
using BigBen.Git;
using BigBen.Manifests.Helm;
using BigBen.Pipeline.Layout;
using BigBen.Platforms.Local;
using BigBen.Platforms.Local.Databases;

namespace BigBen.Platforms.Doctor;

/// <summary>
/// Looks at everything that the platform needs of a machine. Changes nothing but the tools folder, where Helm may be fetched.
/// </summary>
/// <param name="root">The clone.</param>
/// <param name="state">The platform's state folder.</param>
/// <param name="port">The port that the platform would serve; null where a cluster serves its hosts.</param>
/// <param name="domain">What the hosts on this machine end in.</param>
public sealed class MachineChecks(string root, StateFolder state, int? port, string domain = PlatformHosts.Domain)
{
    // The services' builds, two SDK-built check-outs and the store take about 300 MB; a build needs room to work in.
    private const long FirstBytes = 1L << 30;

    // What is built already is started again: logs, and the objects of the API.
    private const long AgainBytes = 64L << 20;

    /// <summary>Every check, in the order in which they matter.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
    [
        await GitAsync(cancellationToken),
        await DotnetAsync(cancellationToken),
        await HelmAsync(cancellationToken),
        Disk(),
        .. port is null ? Array.Empty<Finding>() : [await PortAsync(port.Value, cancellationToken)],
        await NamesAsync(cancellationToken),
        await EngineAsync(cancellationToken),
        .. port is null ? Array.Empty<Finding>() : [await DatabasesAsync(cancellationToken)],
        Environments(),
        .. port is null ? [] : Limits(),
    ];

    /// <summary>Git is there and new enough.</summary>
    public static async Task<Finding> GitAsync(CancellationToken cancellationToken)
    {
        const string check = "git";
        try
        {
            var text = await new Command("git", "version").OutputAsync(cancellationToken);
            var number = text.Split(' ').ElementAtOrDefault(2) ?? "";
            return Version.TryParse(string.Join('.', number.Split('.').Take(2)), out var version) && version >= GitVersion.Oldest
                ? Finding.Good(check, text)
                : new Finding(check, Severity.Blocker, text, $"Install git {GitVersion.Oldest} or newer.");
        }
        catch (PlatformException e)
        {
            return new Finding(check, Severity.Blocker, e.Message, $"Install git {GitVersion.Oldest} or newer.");
        }
    }

    /// <summary>What the clone lists as its environments is a chain.</summary>
    public Finding Environments()
    {
        const string check = "environments";
        try
        {
            return Finding.Good(check, EnvironmentList.OfClone(root).Way);
        }
        catch (PlatformException e)
        {
            return new Finding(check, Severity.Blocker, e.Message, "Fix it, or take the one of the branch main.");
        }
    }

    // What is wrong with the values is the push's to say.
    private IReadOnlyList<Finding> Limits()
    {
        try
        {
            return new LimitChecks().Run(WantedPods.Of(root));
        }
        catch (PlatformException)
        {
            return [];
        }
    }

    /// <summary>There is room for what is still to be made: everything the first time, next to nothing afterwards.</summary>
    public Finding Disk()
    {
        const string check = "disk";
        var needed = NeededBytes(state);
        var folder = state.Path;
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var found = FormattableString.Invariant($"{free / (double)(1 << 30):0.0} GiB free at '{folder}'");
        return free >= needed
            ? Finding.Good(check, found)
            : new Finding(
                check, Severity.Blocker, found, $"Free at least {needed >> 20} MiB there, or choose another disk by --state.");
    }

    /// <summary>How much room bringing a platform up takes: all of it where nothing is built yet.</summary>
    internal static long NeededBytes(StateFolder state) =>
        Directory.Exists(state.Images) && Directory.Exists(state.Work) ? AgainBytes : FirstBytes;

    /// <summary>The port is free, or the platform's own.</summary>
    public async Task<Finding> PortAsync(int number, CancellationToken cancellationToken)
    {
        const string check = "port";
        using (var client = await Console.PlatformClient.ConnectAsync(state, cancellationToken))
        {
            if (client?.Record.Port == number)
                return Finding.Good(check, $"{number} serves this platform");
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, number);
            listener.Start();
            return Finding.Good(check, $"{number} is free");
        }
        catch (SocketException) when (PlatformRecord.Read(state)?.Port == number && PlatformLock.IsHeld(state))
        {
            return new Finding(
                check,
                Severity.Blocker,
                $"{number} is held by this platform's process {PlatformLock.Holder(state)}, which does not answer",
                "End it by ./bootstrap/big-ben.sh stop, then run ./bootstrap/big-ben.sh again.");
        }
        catch (SocketException e)
        {
            return new Finding(
                check,
                Severity.Blocker,
                $"{number} cannot be listened on: {e.Message}",
                "End the program that has it, or choose another by --port.");
        }
    }

    private async Task<Finding> NamesAsync(CancellationToken cancellationToken)
    {
        const string check = "names";
        var host = $"dev.service-a.{domain}";
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return addresses.Length > 0 && addresses.All(IPAddress.IsLoopback)
                ? Finding.Good(check, $"*.{domain} resolves to loopback")
                : new Finding(
                    check,
                    Severity.Warning,
                    $"'{host}' resolves to {string.Join(", ", addresses.Select(address => $"{address}"))}",
                    $"Have *.{domain} resolve to loopback, or ask 127.0.0.1 with the header 'Host: {host}'.");
        }
        catch (SocketException)
        {
            return new Finding(
                check,
                Severity.Warning,
                $"the system's resolver does not know *.{domain}; curl and browsers do by themselves",
                $"For other programs, ask 127.0.0.1 with the header 'Host: {host}'.");
        }
    }

    private static async Task<Finding> EngineAsync(CancellationToken cancellationToken) =>
        Finding.Good("containers", await ContainerEngine.FindAsync(cancellationToken) is { } engine
            ? $"{engine} answers"
            : "no container engine answers; the local platform needs none");

    // Most services have none: whatever is missing is told when a database is asked for, and here.
    private async Task<Finding> DatabasesAsync(CancellationToken cancellationToken) =>
        Finding.Good("databases", string.Join("; ", await Task.WhenAll(
            DatabaseEngine.All.Select(engine => DatabaseServer.DescribeAsync(engine, state.Tools, cancellationToken)))));

    private async Task<Finding> DotnetAsync(CancellationToken cancellationToken)
    {
        const string check = ".NET SDK";
        const string remedy = "Install .NET SDK 10.0.400 or newer (https://dot.net).";
        try
        {
            var result = await new Command("dotnet", "--version") { WorkingDirectory = root }.RunAsync(cancellationToken);
            return result.Succeeded
                ? Finding.Good(check, result.Output.Trim())
                : new Finding(check, Severity.Blocker, "no SDK here satisfies global.json", remedy);
        }
        catch (PlatformException e)
        {
            return new Finding(check, Severity.Blocker, e.Message, remedy);
        }
    }

    private async Task<Finding> HelmAsync(CancellationToken cancellationToken)
    {
        const string check = "Helm";
        try
        {
            var helm = await new HelmInstaller(state.Tools).FindOrInstallAsync(cancellationToken);
            return Finding.Good(check, $"{helm.Version} at '{helm.Path}'");
        }
        catch (PlatformException e)
        {
            return new Finding(check, Severity.Blocker, e.Message, $"Put Helm {HelmInstaller.Minimum} or newer on PATH.");
        }
    }
}
