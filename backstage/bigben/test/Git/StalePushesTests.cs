using System.Security.Cryptography;
using BigBen.Git;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Tests.Git;

public sealed class StalePushesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_a_push_left_that_was_killed_goes_and_what_is_being_received_stays()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(_temp["forge.git"], clone.Path, CancellationToken.None);
        var before = Size(forge.Path);
        // While it runs git has the objects of the push aside.
        TestProgram.Write(Path.Combine(forge.Path, "hooks", "pre-receive"), "#!/bin/sh\nkill -KILL $PPID\n");
        await clone.CommitAsync("second", ("big", Convert.ToBase64String(RandomNumberGenerator.GetBytes(1 << 20))));

        var push = await clone.TryGitAsync("push", forge.Path, "HEAD:main");

        push.Succeeded.ShouldBeFalse();
        Size(forge.Path).ShouldBeGreaterThan(before + (1 << 19), push.Error);
        await ForgeRepository.OpenAsync(forge.Path, CancellationToken.None);
        Size(forge.Path).ShouldBeGreaterThan(before + (1 << 19), "another push may be on its way");

        StalePushes.Remove(forge.Path, TimeProvider.System.GetUtcNow().AddHours(2));

        Size(forge.Path).ShouldBeLessThan(before + 4096);
        (await ForgeRepository.OpenAsync(forge.Path, CancellationToken.None)).Path.ShouldBe(forge.Path);
    }

    private static long Size(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
