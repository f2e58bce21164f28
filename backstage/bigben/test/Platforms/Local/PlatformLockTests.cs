using BigBen.Foundation;
using BigBen.Platforms.Local;

namespace BigBen.Tests.Platforms.Local;

public sealed class PlatformLockTests : IDisposable
{
    private readonly StateFolder state = new(Directory.CreateTempSubdirectory("big-ben-").FullName);

    public void Dispose() => Directory.Delete(state.Path, recursive: true);

    [Fact]
    public void Only_one_holds_it_and_it_says_who()
    {
        using (PlatformLock.TryTake(state).ShouldNotBeNull())
        {
            PlatformLock.TryTake(state).ShouldBeNull();
            PlatformLock.Holder(state).ShouldBe(Environment.ProcessId);
        }

        using var again = PlatformLock.TryTake(state).ShouldNotBeNull();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_sentence()
    {
        var file = Path.Combine(state.Path, "file");
        File.WriteAllText(file, "");

        Should.Throw<PlatformException>(() => PlatformLock.TryTake(new StateFolder(Path.Combine(file, "state"))))
            .Message.ShouldContain("--state");
    }
}
