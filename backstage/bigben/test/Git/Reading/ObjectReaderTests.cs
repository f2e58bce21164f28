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
        var reader = Reader("--batch");

        (await reader.AskAsync($"{_commit}:a.txt", None)).ShouldNotBeNull().Text.ShouldBe("one\ntwo ü");
        (await reader.AskAsync("HEAD:folder/empty", None)).ShouldNotBeNull().Text.ShouldBe("");
        (await reader.AskAsync("HEAD:a blob", None)).ShouldNotBeNull().Text.ShouldBe("text\n");
        (await reader.AskAsync("HEAD:folder", None)).ShouldNotBeNull().Type.ShouldBe("tree");
        (await reader.AskAsync("HEAD^{commit}", None)).ShouldNotBeNull().Id.ShouldBe(_commit);
        (await reader.AskAsync("refs/heads/nothing", None)).ShouldBeNull();
        // git's answer to the last looks like one about a blob.
        (await reader.AskAsync("HEAD:no blob", None)).ShouldBeNull();
        (await reader.AskAsync($"HEAD:a.txt\nHEAD:a.txt", None)).ShouldBeNull();
        (await reader.AskAsync("HEAD:a.txt", None)).ShouldNotBeNull().Text.ShouldBe("one\ntwo ü");
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
        Signals.Send(ProcessIdentity.Of(Started().Single())!, Signals.Kill);
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

    // Writes its process id down before it becomes git.
    private ObjectReader Reader(string mode) => new(
        _temp["clone"],
        new Command("sh", "-c", "echo $$ >>\"$1\" && exec git cat-file \"$2\"", "sh", _temp["started"], $"{mode}={ObjectReader.Format}")
        {
            WorkingDirectory = _temp["clone"],
            Environment = new Dictionary<string, string?> { ["GIT_CEILING_DIRECTORIES"] = _temp["."] },
        },
        withText: mode == "--batch");

    private List<int> Started() => [.. File.ReadAllLines(_temp["started"]).Select(int.Parse)];

    private static Task EndedAsync(int id) => Eventually.TrueAsync(() => Task.FromResult(ProcessIdentity.Of(id) is null));
}
