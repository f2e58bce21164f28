using System.Diagnostics;

namespace BigBen.Bench;

/// <summary>
/// What a program and all that it starts may take of the processor, as a pod's limit is kept: by the quota of a cgroup. Who has used it
/// up waits for the next period.
/// </summary>
internal sealed class CpuLimit : IDisposable
{
    /// <summary>
    /// Thousandths of a core, as Kubernetes counts: no more than leaves time to a database that shares its core with the load.
    /// </summary>
    public const int Millicores = 200;

    // In microseconds: the kubelet's default.
    private const int Period = 100_000;
    private const int Quota = Period / 1000 * Millicores;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly Form Version1 = new("/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "-1", $"{Quota}");
    private static readonly Form Version2 = new("/sys/fs/cgroup", "cpu.max", $"max {Period}", $"{Quota} {Period}");

    private readonly Form _form = File.Exists(Path.Combine(Version2.Root, "cgroup.controllers")) ? Version2 : Version1;
    private readonly string _group;

    /// <summary>A cgroup without a limit, for now.</summary>
    /// <exception cref="IOException">This machine has none whose limit can be set.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may make none.</exception>
    public CpuLimit()
    {
        _group = Path.Combine(_form.Root, $"bigben-bench-{Guid.NewGuid():N}");
        if (!Directory.Exists(_form.Root))
            throw new DirectoryNotFoundException($"There is no {_form.Root}.");
        Directory.CreateDirectory(_group);
        try
        {
            Write(_form.Free);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyNot
    {
        get
        {
            try
            {
                new CpuLimit().Dispose();
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"no cgroup's CPU limit can be set: {e.Message}";
            }
        }
    }

    /// <summary>The file that a process joins by, which writes its id there; what it starts is in it as well.</summary>
    public string Members => Path.Combine(_group, "cgroup.procs");

    /// <summary>Keeps the limit as long as something runs, and not before or afterwards.</summary>
    public async Task<T> KeepAsync<T>(Func<Task<T>> run)
    {
        Write(_form.Kept);
        try
        {
            return await run();
        }
        finally
        {
            Write(_form.Free);
        }
    }

    /// <summary>Takes it away, once all that were in it have ended.</summary>
    public void Dispose()
    {
        // A killed process is still a member until the kernel has cleared it away.
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(10))
        {
            try
            {
                Directory.Delete(_group);
                return;
            }
            catch (IOException) when (waited.Elapsed < Deadline)
            {
                // Tried again.
            }
        }
    }

    // Only an existing file: without the controller, the group has none.
    private void Write(string limit)
    {
        using var file = new StreamWriter(new FileStream(Path.Combine(_group, _form.File), FileMode.Open, FileAccess.Write));
        file.Write(limit);
    }

    /// <summary>How a version of cgroups keeps it.</summary>
    /// <param name="Root">The folder of the groups.</param>
    /// <param name="File">The file of the limit.</param>
    /// <param name="Free">What it holds for none.</param>
    /// <param name="Kept">What it holds for the limit; version 1 has the period in a file of its own, 100 ms by default.</param>
    private sealed record Form(string Root, string File, string Free, string Kept);
}
