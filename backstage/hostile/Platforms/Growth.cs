using System.Globalization;

namespace BigBen.Hostile.Platforms;

/// <summary>How much a process has grown, by Linux' own books.</summary>
/// <param name="process">The process.</param>
internal sealed class Growth(int process)
{
    private const int MoreMegabytes = 96;
    private const int MoreHandles = 40;

    // Connections that were cut, watches and pods that were made are given up within that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly (int Megabytes, int Handles) _before = Measure(process);

    /// <summary>Waits until it is as it was, but for what is allowed.</summary>
    /// <returns>Both numbers, and whether they are within what is allowed.</returns>
    public async Task<(string Text, bool IsAllowed)> SinceAsync()
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var now = Measure(process);
            var isAllowed = now.Megabytes <= _before.Megabytes + MoreMegabytes && now.Handles <= _before.Handles + MoreHandles;
            if (isAllowed || TimeProvider.System.GetUtcNow() > deadline)
            {
                return ($"memory {_before.Megabytes} → {now.Megabytes} MB (at most +{MoreMegabytes}), "
                    + $"handles {_before.Handles} → {now.Handles} (at most +{MoreHandles})", isAllowed);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    // Resident memory, and open files and sockets: proc(5).
    private static (int Megabytes, int Handles) Measure(int process)
    {
        var resident = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = int.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return (kibibytes / 1024, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length);
    }
}
