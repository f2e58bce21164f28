namespace BigBen.Tests.ApiServer;

/// <summary>The machine's clock, put forward as a test says; timers go by the machine's.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => GetUtcNow().UtcTicks;
}
