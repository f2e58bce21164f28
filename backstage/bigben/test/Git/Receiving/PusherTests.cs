using System.Diagnostics;
using System.Globalization;
using BigBen.Git;
using BigBen.Git.Receiving;
using BigBen.Tests.Foundation.Processes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Git.Receiving;

public sealed class PusherTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [GlibcFact]
    public async Task A_push_that_is_killed_is_known_to_be_gone_though_its_hook_works_on()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["state/forge.git"], clone.Path, CancellationToken.None);
        TestProgram.Write(temp["hook"], "#!/bin/sh\necho $PPID $$ >\"$1.part\" && mv \"$1.part\" \"$1\"\nexec sleep 1000\n");
        await ReceiveHook.InstallAsync(forge, [temp["hook"], temp["git"]]);
        await clone.CommitAsync("second", ("a", "2"));
        var start = new ProcessStartInfo("git", ["push", forge.Path, "HEAD:main"])
        {
            WorkingDirectory = clone.Path,
            RedirectStandardError = true,
        };
        using var push = Process.Start(start)!;
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(temp["git"])));
        var told = await File.ReadAllTextAsync(temp["git"]);
        int[] working = [.. told.Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        var git = working[0];
        try
        {
            Pusher.IsGone(git).ShouldBeFalse();

            push.Kill();

            await Eventually.TrueAsync(() => Task.FromResult(Pusher.IsGone(git)));
        }
        finally
        {
            foreach (var id in working)
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
    }

    [Fact]
    public void What_writes_to_no_pipe_is_not_known_to_be_gone()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec sleep 1000 >/dev/null"]))!;
        try
        {
            Pusher.IsGone(process.Id).ShouldBeFalse();
        }
        finally
        {
            process.Kill();
        }
    }
}
