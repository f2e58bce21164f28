using BigBen.Bootstrap;
using BigBen.Bootstrap.Kind;
using BigBen.Foundation;
using BigBen.Tests.Forge;

namespace BigBen.Tests.Bootstrap;

public sealed class PlatformChoiceTests : IDisposable
{
    private readonly TempFolder temp = new();

    private StateFolder State => new(temp["state"]);

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("kind")]
    [InlineData("local")]
    public async Task What_is_asked_for_is_chosen(string asked) =>
        (await PlatformChoice.ChooseAsync(asked, State, CancellationToken.None)).Name.ShouldBe(asked);

    [Fact]
    public async Task A_state_folder_stays_what_it_is()
    {
        new KindRecord("big-ben-000000", 8080, false, null, null).Write(State);

        (await PlatformChoice.ChooseAsync("auto", State, CancellationToken.None)).Name.ShouldBe("kind");
        (await Should.ThrowAsync<PlatformException>(() => PlatformChoice.ChooseAsync("local", State, CancellationToken.None))).Message.ShouldContain("destroy.sh first");
    }

    [Fact]
    public async Task A_local_platform_does_not_become_a_cluster()
    {
        Directory.CreateDirectory(State.Forge);

        (await PlatformChoice.ChooseAsync("auto", State, CancellationToken.None)).Name.ShouldBe("local");
        await Should.ThrowAsync<PlatformException>(() => PlatformChoice.ChooseAsync("kind", State, CancellationToken.None));
    }
}
