using BigBen.Pipeline.Records;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Records;

public sealed class RecordHistoryTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task What_a_person_merges_into_commits_of_their_own_takes_no_rollback_back_and_nothing_is_forgotten()
    {
        using var fixture = await BranchFixture.CreateAsync(BranchFixture.OnRemote);
        await fixture.DeliverAsync();
        var person = await TestClone.OfAsync(fixture.Server.Path, temp["person"]);
        await person.CommitAsync("of one's own", ("README.md", "words"));
        var second = await fixture.DeliverAsync(("app/service-a/src/Program.cs", "2"));
        var back = await fixture.RollBackAsync("service-a", "developer");
        await person.GitAsync("pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main");
        await person.GitAsync("push", "--quiet", "origin", "HEAD:main");
        var merged = await fixture.PushAsync();
        merged.ShouldBe(await person.HeadAsync());

        var again = await fixture.RecordAsync(merged);

        again.IsChange.ShouldBeFalse();
        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(back.To);
        var history = await RecordHistory.ReadAsync(fixture.Branch.Git, merged, "developer", None);
        history.Of("service-a").Select(past => past.Record).ShouldBe([back.To, back.From, back.To]);
        history.IsUndone("service-a", back.From).ShouldBeTrue();
        history.StandsFor("service-a").ShouldBe(second);
    }
}
