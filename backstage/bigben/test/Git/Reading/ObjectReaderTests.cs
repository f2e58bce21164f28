using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Git.Reading;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Git.Reading;

public sealed class ObjectReaderTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _temp = new();
    private TestClone _clone = null!;
    private string _commit = "";

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _clone = await TestClone.InitAsync(_temp["clone"]);
        _commit = await _clone.CommitAsync("first", ("a.txt", "one\r\ntwo ü"), ("folder/empty", ""), ("a blob", "text\n"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task It_tells_what_a_name_leads_to()
    {
        var reader = Reader("--batch", until: _temp["all asked"]);
        string[] questions =
        [
            $"{_commit}:a.txt", "HEAD:folder/empty", "HEAD:a blob", "HEAD:folder", "HEAD^{commit}", "refs/heads/nothing",
            // git's answer to this one looks like one about a blob.
            "HEAD:no blob",
            "HEAD:a.txt\nHEAD:a.txt", "HEAD:a.txt",
        ];

        // All before the first answer: while a question waits for its turn, the process does not end by itself.
        var asking = Task.WhenAll(questions.Select(question => reader.AskAsync(question, None)));
        _temp.Write("all asked", "");
        var answers = await asking;

        answers[0].ShouldNotBeNull().Text.ShouldBe("one\ntwo ü");
        answers[1].ShouldNotBeNull().Text.ShouldBe("");
        answers[2].ShouldNotBeNull().Text.ShouldBe("text\n");
        answers[3].ShouldNotBeNull().Type.ShouldBe("tree");
        answers[4].ShouldNotBeNull().Id.ShouldBe(_commit);
        answers[5..8].ShouldAllBe(answer => answer == null);
        answers[8].ShouldNotBeNull().Text.ShouldBe("one\ntwo ü");
        Started().Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_sees_what_was_written_since()
    {
        var reader = Reader("--batch-check");
        (await reader.AskAsync("HEAD", None)).ShouldNotBeNull().Id.ShouldBe(_commit);
        var second = await _clone.CommitAsync("second", ("b.txt", "b"));
        (await reader.AskAsync("HEAD", None)).ShouldNotBeNull().Id.ShouldBe(second);

        await _clone.GitAsync("gc", "--quiet", "--prune=now");
        var third = await _clone.CommitAsync("third", ("c.txt", "c"));

        (await reader.AskAsync($"{second}:b.txt", None)).ShouldNotBeNull().Type.ShouldBe("blob");
        (await reader.AskAsync($"{third}:c.txt", None)).ShouldNotBeNull().Type.ShouldBe("blob");
    }

    [Fact]
    public async Task It_ends_by_itself_and_one_that_was_killed_is_started_again()
    {
        var reader = Reader("--batch-check");
        await reader.AskAsync("HEAD", None);
        // A test that is held up for seconds finds one that has ended by itself.
        if (ProcessIdentity.Of(Started().Single()) is { } kept)
            Signals.Send(kept, Signals.Kill);
        await EndedAsync(Started()[0]);

        (await reader.AskAsync("HEAD", None)).ShouldNotBeNull().Id.ShouldBe(_commit);

        Started().Count.ShouldBe(2);
        await EndedAsync(Started()[1]);
        (await reader.AskAsync("HEAD", None)).ShouldNotBeNull().Id.ShouldBe(_commit);
        Started().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Many_ask_at_once_and_some_give_up()
    {
        var reader = Reader("--batch");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var gone = new CancellationTokenSource();
            if (number % 4 == 0)
                await gone.CancelAsync();
            try
            {
                (await reader.AskAsync("HEAD:a.txt", gone.Token)).ShouldNotBeNull().Text.ShouldBe("one\ntwo ü");
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
            }
        }));
    }

    [Fact]
    public async Task What_is_no_repository_is_said()
    {
        Directory.Move(_temp["clone/.git"], _temp["clone/.gone"]);

        var failure = await Should.ThrowAsync<PlatformException>(Reader("--batch").AskAsync("HEAD", None));

        failure.Message.ShouldContain("is not a git repository: fatal: not a git repository");
    }

    // Writes its process id down before it becomes git, which it does once a file is there.
    private ObjectReader Reader(string mode, string until = ".") => new(
        _temp["clone"],
        new Command(
            "sh",
            "-c",
            "echo $$ >>\"$1\"; until test -e \"$3\"; do sleep 0.01; done; exec git cat-file \"$2\"",
            "sh",
            _temp["started"],
            $"{mode}={ObjectReader.Format}",
            until)
        {
            WorkingDirectory = _temp["clone"],
            Environment = new Dictionary<string, string?> { ["GIT_CEILING_DIRECTORIES"] = _temp["."] },
        },
        withText: mode == "--batch");

    private List<int> Started() => [.. File.ReadAllLines(_temp["started"]).Select(int.Parse)];

    private static Task EndedAsync(int id) => Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(id) is null));
}
