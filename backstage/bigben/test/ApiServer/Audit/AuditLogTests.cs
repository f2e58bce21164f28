using System.Collections.Concurrent;
using BigBen.ApiServer.Audit;
using Microsoft.Extensions.Logging;

namespace BigBen.Tests.ApiServer.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ConcurrentQueue<string> _told = new();

    private string File1 => _directory["audit.log"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Lines_are_appended_to_a_file_of_the_owners_alone()
    {
        NewLog().Write("a");
        NewLog().Write("b");

        File.ReadAllText(File1).ShouldBe("a\nb\n");
        File.GetUnixFileMode(File1).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void It_never_grows_beyond_a_few_files()
    {
        var log = NewLog(largest: 10);

        for (var line = 0; line < 100; line++)
            log.Write($"{line:0000}");

        var files = Directory.GetFiles(_directory.Path);
        files.Length.ShouldBe(AuditLog.Kept + 1);
        files.ShouldAllBe(file => new FileInfo(file).Length <= 10);
        File.ReadAllText(File1).ShouldBe("0098\n0099\n");
        File.ReadAllText($"{File1}.1").ShouldBe("0096\n0097\n");
        File.ReadAllText($"{File1}.4").ShouldBe("0090\n0091\n");
    }

    [Fact]
    public void What_cannot_be_written_waits_and_is_told_once()
    {
        var log = NewLog();
        Directory.CreateDirectory(File1);
        log.Write("a");
        log.Write("b");
        _told.Count.ShouldBe(1);
        _told.Single().ShouldContain("cannot be written");
        Directory.Delete(File1);

        log.Write("c");

        File.ReadAllText(File1).ShouldBe("a\nb\nc\n");
    }

    [Fact]
    public void What_does_not_fit_in_memory_either_is_told_whole()
    {
        var log = NewLog();
        Directory.CreateDirectory(File1);
        for (var line = 0; line < AuditLog.MostWaiting + 2; line++)
            log.Write($"line {line}");

        _told.Count.ShouldBe(3);
        _told.ElementAt(1).ShouldEndWith("line 0");
        _told.ElementAt(2).ShouldEndWith("line 1");
    }

    [Fact]
    public async Task Many_at_once_are_as_many_whole_lines()
    {
        var log = NewLog(largest: 1_000_000);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var line = 0; line < 100; line++)
                log.Write(new string('x', 200));
        })));

        File.ReadAllLines(File1).ShouldAllBe(line => line.Length == 200);
        File.ReadAllLines(File1).Length.ShouldBe(800);
    }

    private AuditLog NewLog(long largest = 1000) => new(File1, new Told(_told), largest);

    private sealed class Told(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
