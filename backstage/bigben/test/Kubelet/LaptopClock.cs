namespace BigBen.Tests.Kubelet;

/// <summary>A clock that stands still until told otherwise, its timers too; while it sleeps, the time passes and no timer does.</summary>
internal sealed class LaptopClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _awake = TimeSpan.FromDays(1);

    /// <summary>Whether anybody waits for a time.</summary>
    public bool IsWaitedFor
    {
        get
        {
            lock (_gate)
                return _timers.Count > 0;
        }
    }

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _awake.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Sleep(TimeSpan time) => _now += time;

    public void Advance(TimeSpan time)
    {
        _now += time;
        _awake += time;
        List<Timer> due;
        lock (_gate)
        {
            due = _timers.FindAll(timer => timer.Due <= _awake);
            _timers.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(LaptopClock clock, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Due = clock._awake + dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan)
                    clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
