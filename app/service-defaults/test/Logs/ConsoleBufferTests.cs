using System.Text;
using BigBen.ServiceDefaults.Logs;

namespace BigBen.ServiceDefaults.Tests.Logs;

public class ConsoleBufferTests
{
    [Fact]
    public void No_line_is_lost_or_torn_however_many_write()
    {
        using var output = new MemoryStream();
        using (var buffer = new ConsoleBuffer(output))
            Parallel.For(0, 20_000, i => buffer.Append(Encoding.UTF8.GetBytes($"line {i}\n")));
        Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Order().ShouldBe(Enumerable.Range(0, 20_000).Select(i => $"line {i}").Order());
    }

    [Fact]
    public void A_reader_that_stands_still_holds_the_writers_instead_of_growing_the_memory()
    {
        using var output = new GatedStream();
        using var buffer = new ConsoleBuffer(output);
        var piece = new byte[ConsoleBuffer.Limit / 4];
        var appended = 0;
        var writer = new Thread(() =>
        {
            for (; appended < 32; Interlocked.Increment(ref appended))
                buffer.Append(piece);
        });
        writer.Start();

        try
        {
            // One buffer is at the stream, the next one is full: the writer waits.
            SpinWait.SpinUntil(
                () => Volatile.Read(ref appended) >= 5 && writer.ThreadState.HasFlag(ThreadState.WaitSleepJoin),
                TimeSpan.FromSeconds(30)).ShouldBeTrue();
            (Volatile.Read(ref appended) * piece.Length).ShouldBeLessThanOrEqualTo(2 * ConsoleBuffer.Limit);
        }
        finally
        {
            output.Open();
        }

        writer.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        buffer.Dispose();
        output.Written.ShouldBe(32L * piece.Length);
    }

    [Fact]
    public void A_closed_pipe_stops_nothing()
    {
        using var buffer = new ConsoleBuffer(new BrokenStream());
        for (var i = 0; i < 100; i++)
            buffer.Append("line\n"u8);
    }

    private sealed class GatedStream : MemoryStream
    {
        private readonly ManualResetEventSlim _gate = new();

        public long Written { get; private set; }

        public void Open() => _gate.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _gate.Wait();
            Written += count;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
