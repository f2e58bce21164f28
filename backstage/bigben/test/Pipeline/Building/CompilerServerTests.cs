using System.Diagnostics;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Pipeline.Building;

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

    [Fact]
    public async Task The_real_one_takes_its_socket_along()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var version = (await new Command(BuildEnvironment.Dotnet, "--version").RunAsync(CancellationToken.None)).Output.Trim();
        var sdk = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath)!, "sdk", version);
        using var compiler = new CompilerServer(temp["real"]) { Patience = Eventually.Deadline };
        compiler.AskFor();
        var socket = $"/tmp/{compiler.Argument.Split(':')[1]}";
        using var process = Process.Start(
            BuildEnvironment.Dotnet, ["exec", Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll"), compiler.Argument]);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(socket)));

        compiler.Dispose();

        await process.WaitForExitAsync();
        File.Exists(socket).ShouldBeFalse();
        process.ExitCode.ShouldBe(0);
    }

    private static bool IsRunning(CompilerServer compiler) => ProcessIdentity.WithArgument(compiler.Argument).Count > 0;

    private async Task StartAsync(CompilerServer compiler)
    {
        await File.WriteAllTextAsync(temp[compiler.Argument], "");
        var start = new ProcessStartInfo("tail", ["-f", "--", compiler.Argument]) { WorkingDirectory = temp.Path };
        Process.Start(start)!.Dispose();
        await Eventually.TrueAsync(() => Task.FromResult(IsRunning(compiler)));
    }
}
