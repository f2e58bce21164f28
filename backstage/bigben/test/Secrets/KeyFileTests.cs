using BigBen.Foundation;
using BigBen.Secrets;
using BigBen.Tests.Git;

namespace BigBen.Tests.Secrets;

public sealed class KeyFileTests
{
    [Fact]
    public void A_key_is_made_once_and_for_its_owner_alone()
    {
        using var folder = new TempFolder();
        var file = new KeyFile(folder["sops/age/keys.txt"]);

        var made = file.CreateWhereMissing(DateTimeOffset.UnixEpoch)!;

        file.CreateWhereMissing(DateTimeOffset.UnixEpoch).ShouldBeNull();
        file.Read().Single().Recipient.ShouldBe(made.Recipient);
        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Should.Throw<PlatformException>(file.Read).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public async Task Of_those_who_make_a_key_at_once_one_does_and_the_others_take_that_one()
    {
        using var folder = new TempFolder();
        var file = new KeyFile(folder["sops/age/keys.txt"]);
        using var together = new Barrier(8);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return file.CreateWhereMissing(DateTimeOffset.UnixEpoch)?.Recipient;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        made.OfType<string>().ShouldBe([file.Read().Single().Recipient]);
        Directory.GetFiles(folder["sops/age"]).ShouldBe([file.Path]);
    }

    [Fact]
    public void A_missing_key_is_told_with_what_is_lost()
    {
        using var folder = new TempFolder();

        Should.Throw<PlatformException>(new KeyFile(folder["keys.txt"]).Read).Message.ShouldContain("If the key is lost");
        Should.Throw<PlatformException>(new KeyFile("none", "AGE-SECRET-KEY-1ABC").Read).Message
            .ShouldNotContain("1ABC", Case.Sensitive, "a key is shown to nobody");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("key", true)]
    public void A_secret_that_a_workflow_does_not_have_is_no_key_and_is_named_as_missing(string? variable, bool exists)
    {
        using var folder = new TempFolder();

        var file = KeyFile.Of(name => name switch
        {
            "SOPS_AGE_KEY" => variable,
            "SOPS_AGE_KEY_FILE" => folder["keys.txt"],
            _ => null,
        });

        file.Exists.ShouldBe(exists);
        Should.Throw<PlatformException>(file.Read).Message.ShouldContain(
            exists ? "SOPS_AGE_KEY, line 1" : $"no age key at '{folder["keys.txt"]}', and none in SOPS_AGE_KEY");
    }
}
