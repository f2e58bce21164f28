using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms;

public sealed class StateMarkTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private StateFolder State => new(_temp["state"]);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_new_and_an_empty_folder_are_claimed()
    {
        StateMark.IsOurs(State).ShouldBeTrue();

        StateMark.Claim(State);
        File.Delete(State.Mark);
        StateMark.Claim(State);

        File.Exists(State.Mark).ShouldBeTrue();
    }

    [Fact]
    public async Task Up_takes_no_folder_of_something_else()
    {
        var mine = _temp.Write("state/mine", "");

        var failure = await Should.ThrowAsync<PlatformException>(
            new UpRun(_temp.Path, State, _ => { }).TakeTurnAsync(CancellationToken.None));

        failure.Message.ShouldBe($"'{State.Path}' is not empty and is not a state folder of Big Ben; name another one by --state.");
        Directory.GetFileSystemEntries(State.Path).ShouldBe([mine]);
    }

    [Theory]
    [InlineData("forge.git/HEAD")]
    [InlineData("lock.pid")]
    [InlineData("kind/platform.json")]
    [InlineData("existing/platform.json")]
    [InlineData("tools/sdks")]
    public void A_folder_of_an_older_version_is_known(string file)
    {
        _temp.Write($"state/{file}", "");

        StateMark.IsOurs(State).ShouldBeTrue();
    }
}
