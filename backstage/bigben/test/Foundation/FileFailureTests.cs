using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public sealed class FileFailureTests
{
    [Fact]
    public void A_folder_without_rights_is_named_in_one_sentence()
    {
        var denied = new UnauthorizedAccessException("Access to the path '/a/b' is denied.");

        FileFailure.Is(denied).ShouldBeTrue();
        FileFailure.Explain(denied)
            .ShouldBe("Access to the path '/a/b' is denied: fix the rights there, then run the same command again.");
    }

    [Fact]
    public void A_full_disk_is_said_to_be_full()
    {
        // Where every write finds no space (full(4)).
        if (!OperatingSystem.IsLinux())
            return;
        var full = Should.Throw<IOException>(() => File.WriteAllText("/dev/full", "x"));

        FileFailure.Is(full).ShouldBeTrue();
        FileFailure.Explain(full).ShouldStartWith("The disk is full (No space left on device");
    }

    [Fact]
    public void What_is_missing_or_broken_off_is_a_defect() =>
        FileFailure.Is(new FileNotFoundException("x")).ShouldBeFalse();
}
