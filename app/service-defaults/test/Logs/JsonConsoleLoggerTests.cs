using System.Diagnostics;
using System.Text;
using System.Text.Json;
using BigBen.ServiceDefaults.Logs;
using Microsoft.Extensions.Logging;

#pragma warning disable CA1848, CA1873 // A test logs once.

namespace BigBen.ServiceDefaults.Tests.Logs;

public class JsonConsoleLoggerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 5, TimeSpan.Zero);

    [Fact]
    public void A_line_is_this()
    {
        using var activity = new Activity("test").SetParentId("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").Start();
        Lines(logger => logger.LogWarning("{Name} took {Seconds} s", "it", 1.5)).ShouldBe(
            """{"timestamp":"2026-03-01T12:00:00.005Z","level":"Warning","category":"test","message":"it took 1.5 s","""
            + $$"""
            "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"{{activity.SpanId}}","Name":"it","Seconds":1.5}

            """);
    }

    [Fact]
    public void Values_keep_their_kinds()
    {
        var line = JsonElement.Parse(Lines(logger =>
            logger.LogInformation("{A} {B} {C} {D} {E}", null, 3_000_000_000L, true, double.NaN, TimeSpan.FromSeconds(1))));
        line.GetProperty("A").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("B").GetInt64().ShouldBe(3_000_000_000);
        line.GetProperty("C").GetBoolean().ShouldBeTrue();
        line.GetProperty("D").GetString().ShouldBe("NaN");
        line.GetProperty("E").GetString().ShouldBe("00:00:01");
    }

    [Fact]
    public void Nobody_can_forge_a_line()
    {
        var text = "a\n{\"level\":\"Critical\"}\r\u001b[31m\"";
        var lines = Lines(logger => logger.LogInformation("{Path}", text));
        lines.TrimEnd('\n').ShouldNotContain('\n');
        lines.ShouldNotContain('\u001b');
        JsonElement.Parse(lines).GetProperty("Path").GetString().ShouldBe(text);
    }

    [Fact]
    public void An_exception_is_told_whole_in_one_line()
    {
        var lines = Lines(logger => logger.LogError(new InvalidOperationException("outer", new IOException("inner")), "It failed"));
        lines.Count(character => character == '\n').ShouldBe(1);
        var exception = JsonElement.Parse(lines).GetProperty("exception").GetString()!;
        exception.ShouldContain("outer");
        exception.ShouldContain("inner");
    }

    private static string Lines(Action<ILogger> log)
    {
        using var output = new MemoryStream();
        using (var console = new JsonConsole(output, new StoppedClock()))
            log(console.CreateLogger("test"));
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }
}
