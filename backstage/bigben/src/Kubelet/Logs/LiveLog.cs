namespace BigBen.Kubelet.Logs;

/// <summary>The log of a run that is going on: noted when what was written, and kept from growing without bound.</summary>
/// <param name="path">The file.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class LiveLog(string path, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LogTimes _times = new(LogPaths.Times(path));
    private long _noted;

    /// <summary>Notes what was written up to now, if there is more than at the last time.</summary>
    public void Note()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length == _noted)
                return;
            _noted = file.Length;
            _times.Note(_noted, clock.GetUtcNow());
        }
    }

    /// <summary>
    /// Keeps the log from growing beyond <paramref name="bytes"/>, by copying it aside and emptying it: the program goes on appending to
    /// the same file. What is written between the two is lost, what is written during the copying comes on top.
    /// </summary>
    public void Rotate(long bytes)
    {
        lock (_gate)
        {
            if (_noted <= bytes)
                return;
            using var current = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            // A program can outrun us: of what there is no more than the bound is kept.
            var skipped = Math.Max(0, current.Length - bytes);
            using (var aside = new FileStream(
                LogPaths.Rotated(path), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                current.Position = skipped;
                current.CopyTo(aside);
            }

            current.SetLength(0);
            _noted = 0;
            _times.MoveTo(new LogTimes(LogPaths.Times(LogPaths.Rotated(path))), skipped);
        }
    }
}
