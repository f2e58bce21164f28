using BigBen.ArgoCd.Sources;
using BigBen.Tests.Git;

namespace BigBen.Tests.ArgoCd.Sources;

public sealed class RenderCacheTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Clock _clock = new();

    private RenderCache Cache => new(_temp["cache"], _clock);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void What_was_not_used_for_longest_is_removed()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            _temp.Write($"cache/rendered/{number}.yaml", "");
            _temp.Write($"cache/charts/{number}/Chart.yaml", "");
            Use(number);
        }

        Use(1);

        Cache.Prune(kept: 2).ShouldBe(6);
        Names("rendered").ShouldBe(["1.yaml", "4.yaml"]);
        Names("charts").ShouldBe(["1", "4"]);
        Cache.Prune(kept: 2).ShouldBe(0);
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_nothing_takes_it_for_the_whole()
    {
        var left = Path.GetDirectoryName(_temp.Write($"cache/charts/abc.{Guid.NewGuid():N}/Chart.yaml", ""))!;
        Directory.SetLastWriteTimeUtc(left, _clock.Now.UtcDateTime);
        _clock.Now += TimeSpan.FromDays(1);
        _temp.Write("cache/charts/new/Chart.yaml", "");
        Cache.Use("charts", "new");

        Directory.Exists(Cache.Use("charts", "abc")).ShouldBeFalse();
        Cache.Prune(kept: 1).ShouldBe(1);
        Names("charts").ShouldBe(["new"]);
    }

    [Fact]
    public void Where_nothing_was_rendered_there_is_nothing_to_remove() => Cache.Prune(kept: 0).ShouldBe(0);

    private void Use(int number)
    {
        _clock.Now += TimeSpan.FromMinutes(1);
        Cache.Use("rendered", $"{number}.yaml");
        Cache.Use("charts", $"{number}");
    }

    private string[] Names(string kind) =>
        [.. Directory.EnumerateFileSystemEntries(_temp[$"cache/{kind}"]).Select(path => Path.GetFileName(path)!).Order()];

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
