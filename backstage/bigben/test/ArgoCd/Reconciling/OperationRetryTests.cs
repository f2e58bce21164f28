using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Reconciling;
using BigBen.ArgoCd.Sync;

namespace BigBen.Tests.ArgoCd.Reconciling;

/// <summary>With the words of an Application whose hook failed on a real cluster (<c>lab-fails</c>).</summary>
public sealed class OperationRetryTests
{
    private const string Failure = "one or more synchronization tasks completed unsuccessfully";

    private static readonly DateTimeOffset Now = new(2026, 11, 26, 1, 51, 24, TimeSpan.Zero);

    [Fact]
    public void An_attempt_that_failed_is_followed_by_another_at_its_time()
    {
        var waiting = OperationRetry.Finish(Failed("""{ "limit": 1, "backoff": { "duration": "2s" } }"""), isTerminated: false, Now);

        waiting.IsWaitingToRetry.ShouldBeTrue();
        waiting.Message.ShouldBe($"{Failure}. Retrying attempt #1 at 1:51AM.");
        OperationRetry.WaitOf(waiting, Now).ShouldBe(TimeSpan.FromSeconds(2));
        OperationRetry.WaitOf(waiting, Now.AddSeconds(3)).ShouldBe(TimeSpan.FromSeconds(-1));

        var again = OperationRetry.Begin(waiting);
        (again.Message, again.FinishedAt, again.Results.Count).ShouldBe(("Retrying operation. Attempt #1", null, 0));
        again.Operation.TextAt("sync", "revision").ShouldBe("506f063");

        var last = OperationRetry.Finish(again with { Phase = OperationPhase.Failed, Message = Failure }, isTerminated: false, Now);
        (last.Phase, last.Message).ShouldBe((OperationPhase.Failed, $"{Failure} (retried 1 times)."));
    }

    [Fact]
    public void An_attempt_with_refresh_is_at_the_newest_revision()
    {
        var again = OperationRetry.Begin(Failed("""{ "limit": 1, "refresh": true }""") with { RetryCount = 1 });

        again.Message.ShouldBe("Retrying operation with latest revisions. Attempt #1");
        again.Operation.TextAt("sync", "revision").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "limit": 1 }""", true, "Failed", Failure)]
    [InlineData("{}", false, "Failed", Failure)]
    [InlineData(
        """{ "limit": 1, "backoff": { "duration": "soon" } }""", false, "Error",
        Failure + " (failed to retry: time: invalid duration \"soon\")")]
    public void There_is_no_other_attempt_unless_it_is_asked_for(string retry, bool isTerminated, string phase, string message)
    {
        var finished = OperationRetry.Finish(Failed(retry), isTerminated, Now);

        ($"{finished.Phase}", finished.Message, finished.FinishedAt).ShouldBe((phase, message, Now));
    }

    private static OperationState Failed(string retry) => new()
    {
        Operation = JsonDocument.Parse($$"""{ "retry": {{retry}}, "sync": { "revision": "506f063" } }""").RootElement,
        Phase = OperationPhase.Failed,
        Message = Failure,
        StartedAt = Now.AddSeconds(-9),
        Revision = "506f063",
    };
}
