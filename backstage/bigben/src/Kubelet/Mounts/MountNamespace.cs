using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace BigBen.Kubelet.Mounts;

/// <summary>
/// A mount namespace with a container's mounts. It is held by this process alone: what runs in it keeps it, and with the last of them it is
/// gone, mounts and all, even where this process was killed.
/// </summary>
internal sealed class MountNamespace : IDisposable
{
    private readonly IReadOnlyList<SafeFileHandle> _handles;
    private readonly IReadOnlyList<PlannedMount> _mounts;

    private MountNamespace(IReadOnlyList<SafeFileHandle> handles, IReadOnlyList<string> enter, IReadOnlyList<PlannedMount> mounts)
    {
        _handles = handles;
        Enter = enter;
        _mounts = mounts;
    }

    /// <summary>The command before a command that runs in it, in its root folder. The process number stays the same.</summary>
    public IReadOnlyList<string> Enter { get; }

    /// <summary>Makes one.</summary>
    /// <param name="support">How this machine does it.</param>
    /// <param name="plan">The mounts.</param>
    /// <param name="directory">A folder for the script, its table and the place of the root; it may be deleted afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The namespace, and the mounts that failed.</returns>
    /// <exception cref="PlatformException">It cannot be made.</exception>
    public static async Task<(MountNamespace Namespace, IReadOnlyList<MissingMount> Failed)> MakeAsync(
        MountSupport support, MountPlan plan, string directory, CancellationToken cancellationToken)
    {
        var (script, table) = (Path.Combine(directory, "mounts.sh"), Path.Combine(directory, "mounts.tab"));
        var text = new MountScript(plan, Directory.CreateDirectory(Path.Combine(directory, "root")).FullName);
        await File.WriteAllTextAsync(table, text.Table(), cancellationToken);
        await File.WriteAllTextAsync(script, text.Text(table), cancellationToken);
        using var process = Start(new ProcessStartInfo("unshare", [.. support.Unshare, "--", "/bin/sh", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        try
        {
            var said = process.StandardError.ReadToEndAsync(cancellationToken);
            var failed = new List<MissingMount>();
            for (string? line; (line = await process.StandardOutput.ReadLineAsync(cancellationToken)) != MountScript.Ready;)
            {
                if (line is null)
                    throw new PlatformException($"its mounts cannot be made: {(await said).Trim()}");
                var (number, why) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "it failed");
                failed.Add(new MissingMount(plan.Mounts[int.Parse(number, CultureInfo.InvariantCulture)].Wanted, why));
            }

            return (Open(process.Id, support, [.. plan.Mounts.Where(mount => failed.All(other => other.Wanted != mount.Wanted))]), failed);
        }
        finally
        {
            // Its input ends, and so does it; one that hangs in a mount is killed.
            process.StandardInput.Close();
            if (cancellationToken.IsCancellationRequested)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Where a path of the container is on this machine.</summary>
    public string OnMachine(string path)
    {
        var mount = _mounts.LastOrDefault(mount => MountPlan.IsBelow(path, mount.Target));
        return mount is null ? path : mount.Wanted.Source + path[mount.Target.Length..];
    }

    public void Dispose()
    {
        foreach (var handle in _handles)
            handle.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        // pivot_root is for administrators, whose folders are not on everybody's PATH.
        start.Environment["PATH"] = $"{path}:/usr/sbin:/sbin:/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PlatformException($"'{start.FileName}' cannot be started: {e.Message}", e);
        }
    }

    private static MountNamespace Open(int process, MountSupport support, IReadOnlyList<PlannedMount> mounts)
    {
        var handles = new List<SafeFileHandle>();
        var enter = new List<string> { "nsenter" };
        try
        {
            if (support.OfUser)
                enter.AddRange(["--preserve-credentials", $"--user={Hold("user")}"]);
            enter.AddRange([$"--mount={Hold("mnt")}", "--"]);
            return new MountNamespace(handles, enter, mounts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (var handle in handles)
                handle.Dispose();
            throw new PlatformException($"its mount namespace cannot be held: {e.Message}", e);
        }

        string Hold(string kind)
        {
            var handle = File.OpenHandle($"/proc/{process}/ns/{kind}", share: FileShare.ReadWrite);
            handles.Add(handle);
            return $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}";
        }
    }
}
