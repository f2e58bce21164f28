using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Sync;

public sealed class AutoSyncTests : IDisposable
{
    private static readonly string Missing = TestSync.ConfigMap("missing", "{}");

    private readonly TestSync _sync = new();

    public void Dispose() => _sync.Dispose();

    [Fact]
    public void A_sync_that_failed_is_not_tried_again_by_itself_and_is_told_in_the_words_of_a_real_Argo_CD()
    {
        var golden = Golden.Read("applications/lab-fails.json").At("status")!.Value;
        var condition = golden.ItemsAt("conditions").Single();
        var revision = golden.TextAt("operationState", "syncResult", "revision")!;

        var decision = _sync.Decide(
            OperationPhase.Failed, TestSync.Revision, golden.TextAt("operationState", "message")!, Missing);

        decision.Operation.ShouldBeNull();
        condition.TextAt("type").ShouldBe("SyncError");
        decision.Error.ShouldBe(condition.TextAt("message")!.Replace(revision, TestSync.Revision, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Succeeded")]
    public void Another_revision_is_synced_however_the_last_one_ended(string phase)
    {
        var decision = _sync.Decide(Enum.Parse<OperationPhase>(phase), "before", "said", Missing);

        decision.Error.ShouldBeNull();
        decision.Operation!["sync"]!["revision"]!.ToString().ShouldBe(TestSync.Revision);
    }
}
