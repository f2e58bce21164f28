using BigBen.Console;
using BigBen.Foundation;
using BigBen.Tests.Git;

namespace BigBen.Tests.Console;

public sealed class PlatformClientTests
{
    [Fact]
    public async Task A_platform_is_found_by_its_own_state_folder_and_not_by_a_copy_of_it()
    {
        await using var console = await TestConsole.StartAsync();
        using var folder = new TempFolder();
        var (state, copy) = (new StateFolder(folder["state"]), new StateFolder(folder["copy"]));
        Directory.CreateDirectory(state.Path);
        console.Record.Write(state);
        Directory.CreateDirectory(copy.Path);
        File.Copy(state.PlatformRecord, copy.PlatformRecord);
        var link = new StateFolder(File.CreateSymbolicLink(folder["link"], state.Path).FullName);

        (await IsFoundAsync(state)).ShouldBeTrue();
        (await IsFoundAsync(link)).ShouldBeTrue();
        (await IsFoundAsync(copy)).ShouldBeFalse();
        (await Should.ThrowAsync<PlatformException>(PlatformClient.RequireAsync(copy, CancellationToken.None)))
            .Message.ShouldStartWith($"No platform is running with the state folder '{copy.Path}'");
    }

    [Fact]
    public async Task A_platform_of_a_version_before_is_found()
    {
        await using var console = await TestConsole.StartAsync();
        using var folder = new TempFolder();
        var record = console.Record;
        folder.Write("state/platform.json", $$"""
            {
              "processId": {{record.ProcessId}}, "port": {{record.Port}}, "token": "{{record.Token}}", "build": "before",
              "started": "2026-01-01T00:00:00Z"
            }
            """);

        (await IsFoundAsync(new StateFolder(folder["state"]))).ShouldBeTrue();
    }

    private static async Task<bool> IsFoundAsync(StateFolder state)
    {
        using var client = await PlatformClient.ConnectAsync(state, CancellationToken.None);
        return client is not null;
    }
}
