using BigBen.Console;
using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Console;

public sealed class RunJournalTests
{
    [Fact]
    public async Task A_run_that_is_looked_at_while_it_begins_is_not_kept_as_interrupted()
    {
        using var folder = new TempFolder();
        var journal = new RunJournal(folder.Path, TimeProvider.System);
        using var begun = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!begun.IsCancellationRequested)
            {
                foreach (var id in journal.Ids)
                    journal.Find(id);
            }
        });
        for (var i = 0; i < 150; i++)
            await journal.Start("refresh", (_, _) => Task.FromResult("Done."), CancellationToken.None).LastAsync();
        await begun.CancelAsync();
        await looking;

        journal.Ids.Select(id => journal.Find(id)!.State).ShouldAllBe(state => state == RunState.Succeeded);
    }

    [Fact]
    public async Task What_waits_for_others_has_not_failed()
    {
        using var folder = new TempFolder();
        var journal = new RunJournal(folder.Path, TimeProvider.System);

        var end = (RunFinished)await journal.Start("release", (_, _) => throw new WaitsException("It waits."), CancellationToken.None)
            .LastAsync();

        RunEvent.FromJson(end.ToJson()).ShouldBe(end);
        (end.Succeeded, end.Waits, end.Message).ShouldBe((false, true, "It waits."));
        await Eventually.TrueAsync(() => Task.FromResult(!journal.IsActive(journal.Ids.Single())));
        journal.Find(journal.Ids.Single())!.State.ShouldBe(RunState.Waiting);
        journal.Totals.Keys.ShouldBe([("release", RunState.Waiting)]);
    }

    [Fact]
    public async Task Only_who_gives_up_interrupts_a_run()
    {
        using var folder = new TempFolder();
        var journal = new RunJournal(folder.Path, TimeProvider.System);
        using var caller = new CancellationTokenSource();

        var timedOut = await journal.Start("refresh", (_, _) => throw new TaskCanceledException(), caller.Token).LastAsync();
        await caller.CancelAsync();
        var interrupted = await journal.Start("refresh", (_, token) => Task.FromCanceled<string>(token), caller.Token).LastAsync();

        timedOut.ShouldBeOfType<RunFinished>().Message.ShouldContain("TaskCanceledException");
        interrupted.ShouldBeOfType<RunFinished>().Message.ShouldStartWith("Interrupted");
    }
}
