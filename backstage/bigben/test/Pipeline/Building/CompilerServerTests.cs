using BigBen.Foundation.Processes;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Pipeline.Building;

/// <summary>With a program that has the compiler's argument; the compiler itself is in every push of the scenario.</summary>
public sealed class CompilerServerTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task It_ends_with_whoever_builds_and_another_folder_s_goes_on()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var other = new CompilerServer(temp["other"]);
        other.AskFor();
        using (var ours = new CompilerServer(temp["work"]))
        {
            ours.AskFor();
            await StartAsync(ours);
            await StartAsync(other);
        }

        await Eventually.TrueAsync(() => Task.FromResult(!IsRunning(new CompilerServer(temp["work"]))));
        IsRunning(other).ShouldBeTrue();
    }

    private static bool IsRunning(CompilerServer compiler) => ProcessIdentity.WithArgument(compiler.Argument).Count > 0;

    private async Task StartAsync(CompilerServer compiler)
    {
        await File.WriteAllTextAsync(temp[compiler.Argument], "");
        var start = new System.Diagnostics.ProcessStartInfo("tail", ["-f", "--", compiler.Argument]) { WorkingDirectory = temp.Path };
        System.Diagnostics.Process.Start(start)!.Dispose();
        await Eventually.TrueAsync(() => Task.FromResult(IsRunning(compiler)));
    }
}
