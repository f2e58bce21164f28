using System.Text.Json;
using BigBen.ArgoCd.Sync;
using BigBen.Foundation;

namespace BigBen.Tests.ArgoCd.Sync;

public sealed class RetryStrategyTests
{
    [Theory]
    [InlineData("{}", "5 10 20 40 80 160 180 180")]
    [InlineData("""{ "duration": "1m30s", "factor": 1, "maxDuration": "1h" }""", "90 90 90 90 90 90 90 90")]
    [InlineData("""{ "duration": "2", "factor": 3, "maxDuration": "20s" }""", "2 6 18 20 20 20 20 20")]
    [InlineData("""{ "duration": "500ms", "maxDuration": "0" }""", "0.5 1 2 4 8 16 32 64")]
    public void Waits_grow_up_to_the_longest(string backoff, string seconds)
    {
        var retry = Read(backoff);

        string.Join(' ', Enumerable.Range(0, 8).Select(attempt => FormattableString.Invariant($"{retry.Wait(attempt).TotalSeconds}")))
            .ShouldBe(seconds);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("5x")]
    [InlineData("1m3")]
    public void A_duration_that_is_none_is_told(string duration) =>
        Should.Throw<PlatformException>(() => Read($$"""{ "duration": "{{duration}}" }""")).Message
            .ShouldBe($"failed to retry: time: invalid duration \"{duration}\"");

    private static RetryStrategy Read(string backoff) =>
        RetryStrategy.Read(JsonDocument.Parse($$"""{ "retry": { "limit": 9, "backoff": {{backoff}} } }""").RootElement);
}
