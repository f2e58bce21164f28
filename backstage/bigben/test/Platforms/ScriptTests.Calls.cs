using BigBen.Foundation;

namespace BigBen.Tests.Platforms;

/// <summary>Ways in which people call the scripts.</summary>
public sealed partial class ScriptTests
{
    [Theory]
    [InlineData("big-ben.sh")]
    [InlineData("destroy.sh")]
    public async Task A_link_to_a_script_leads_to_its_clone(string script)
    {
        File.CreateSymbolicLink(Path.Combine(Tools, "readlink"), Which("readlink"));
        var bin = Directory.CreateDirectory(Path.Combine(folder, "a bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "relative"), $"../a clone/bootstrap/{script}");
        File.CreateSymbolicLink(Path.Combine(folder, "link of a link"), Path.Combine(bin, "relative"));

        var result = await new Command(Which("bash"), Path.Combine(folder, "link of a link"), "--state=")
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = Tools },
        }.RunAsync();

        (result.ExitCode, result.Error).ShouldBe((2, "big-ben.sh: --state needs a folder.\n"));
    }

    [Fact]
    public async Task Without_git_history_there_is_no_version_and_no_error()
    {
        var result = await RunAsync("bootstrap/big-ben.sh", "--version");

        (result.ExitCode, result.Error).ShouldBe((0, ""));
        result.Output.ShouldStartWith("unknown (no git history in ");
    }

    [Fact]
    public async Task What_is_printed_to_a_closed_stream_goes_nowhere()
    {
        AddTool("dotnet", FakeDotnet);

        var result = await new Command(Which("bash"), "-c", "exec bash \"$0\" status >&-", Path.Combine(Clone, "bootstrap/big-ben.sh"))
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = Tools, ["BIGBEN_STATE"] = State },
        }.RunAsync();

        result.ExitCode.ShouldBe(0, result.Error);
    }
}
