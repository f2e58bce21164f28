using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Tests.Foundation.Processes;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms;

/// <summary>The thin scripts, run by the real bash on a PATH that holds only what the test gives it.</summary>
public sealed partial class ScriptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("big-ben-").FullName;

    private string Clone => Path.Combine(folder, "a clone");

    private string Tools => Path.Combine(folder, "tools");

    private string State => Path.Combine(folder, "the state");

    public ScriptTests()
    {
        Directory.CreateDirectory(Tools);
        foreach (var file in new[] { "bootstrap/big-ben.sh", "bootstrap/destroy.sh", "bootstrap/lib/bigben.sh" })
        {
            var target = Path.Combine(Clone, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(RepositoryRoot.Path, file), target);
        }

        Directory.CreateDirectory(Path.Combine(Clone, "backstage/bigben/src"));
        File.WriteAllText(Path.Combine(Clone, "backstage/bigben/src/Program.cs"), "// one");
        foreach (var file in new[] { "global.json", "Directory.Build.props", "Directory.Build.targets" })
            File.WriteAllText(Path.Combine(Clone, file), "");
        string[] tools = ["bash", "env", "dirname", "find", "sort", "cat", "cksum", "tr", "mkdir", "mv", "rm", "chmod", "grep", "tail"];
        foreach (var tool in tools)
            File.CreateSymbolicLink(Path.Combine(Tools, tool), Which(tool));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_an_SDK_that_can_be_fetched_one_sentence_says_what_to_install()
    {
        AddTool("curl", "exit 6");

        var result = await RunAsync("bootstrap/big-ben.sh");

        result.ExitCode.ShouldBe(1);
        result.LastLine.ShouldContain("install .NET SDK 10.0.400 or newer");
    }

    [Theory]
    [InlineData("big-ben.sh")]
    [InlineData("destroy.sh")]
    public async Task A_CDPATH_of_the_caller_leads_nowhere_else(string script)
    {
        Directory.CreateDirectory(Path.Combine(folder, "elsewhere", "bootstrap"));

        var result = await new Command(Which("bash"), $"bootstrap/{script}", "--state=")
        {
            WorkingDirectory = Clone,
            Environment = new Dictionary<string, string?> { ["PATH"] = Tools, ["CDPATH"] = Path.Combine(folder, "elsewhere") },
        }.RunAsync();

        (result.ExitCode, result.Error).ShouldBe((2, "big-ben.sh: --state needs a folder.\n"));
    }

    [Theory]
    [InlineData("HOME", ".NET keeps its files in HOME, but 'FOLDER' cannot be written; set HOME to a folder of yours and run this again.")]
    [InlineData("TMPDIR", "TMPDIR is 'FOLDER', which is not a folder that can be written; make it, or unset TMPDIR, and run this again.")]
    public async Task A_folder_that_dotnet_cannot_write_is_told_and_nothing_is_fetched(string variable, string words)
    {
        AddTool("dotnet", "exit 1");
        AddTool("curl", "echo fetched >&2");
        var missing = Path.Combine(folder, "not there");

        var result = await RunAsync(new Dictionary<string, string?> { [variable] = missing }, "bootstrap/big-ben.sh");

        (result.ExitCode, result.Error).ShouldBe((1, $"big-ben.sh: {words.Replace("FOLDER", missing, StringComparison.Ordinal)}\n"));
    }

    [Fact]
    public async Task Help_and_version_are_told_without_an_SDK_and_without_a_build()
    {
        await File.WriteAllTextAsync(Path.Combine(Clone, "bootstrap/lib/help.txt"), "Usage\n");
        File.CreateSymbolicLink(Path.Combine(Tools, "git"), Which("git"));
        var shell = new Shell(Clone);
        foreach (var words in new string[][] { ["init", "-q"], ["add", "-A"], ["commit", "-qm", "Start"], ["tag", "v1.2.3"] })
            await shell.RunAsync("git", words);

        foreach (var word in new[] { "--help", "-h", "help" })
            (await RunAsync("bootstrap/big-ben.sh", word)).Output.ShouldBe("Usage\n");
        (await RunAsync("bootstrap/big-ben.sh", "--version")).Output.ShouldBe("v1.2.3\n");

        Directory.Exists(State).ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_SDK_is_fetched_into_the_state_folder_and_used()
    {
        AddDownload();

        var result = await RunAsync("bootstrap/big-ben.sh", "status");

        result.Output.ShouldContain("bigben.dll status");
        File.Exists(Path.Combine(State, "tools/dotnet/dotnet")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fetched_SDK_that_global_json_no_longer_takes_is_fetched_again_and_kept_where_that_fails(bool isOnline)
    {
        var old = Path.Combine(State, "tools/dotnet/dotnet");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        await File.WriteAllTextAsync(Path.Combine(State, ".big-ben-state"), "");
        AddTool(old, "exit 1");
        if (isOnline)
            AddDownload();
        else
            AddTool("curl", "exit 6");

        var result = await RunAsync("bootstrap/big-ben.sh", "status");

        result.Error.ShouldContain("The .NET SDK that global.json asks for is missing");
        result.ExitCode.ShouldBe(isOnline ? 0 : 1, result.Error);
        (await File.ReadAllTextAsync(old)).EndsWith("\nexit 1\n", StringComparison.Ordinal).ShouldBe(!isOnline);
    }

    [Fact]
    public async Task Bigben_is_built_once_per_version_of_its_sources_and_gets_every_argument()
    {
        AddTool("dotnet", FakeDotnet);

        var first = await RunAsync("bootstrap/big-ben.sh", "logs", "a b", "--tail", "3");
        var second = await RunAsync("bootstrap/big-ben.sh");
        await File.WriteAllTextAsync(Path.Combine(Clone, "backstage/bigben/src/Program.cs"), "// two");
        var third = await RunAsync("bootstrap/destroy.sh", "--state", State);

        first.Error.ShouldContain("Building bigben");
        first.Output.ShouldEndWith("bigben.dll logs [a b] --tail 3\n");
        second.Error.ShouldNotContain("Building bigben");
        third.Error.ShouldContain("Building bigben");
        third.Output.ShouldEndWith($"bigben.dll down --state [{State}]\n");
    }

    [Fact]
    public async Task The_same_SDKs_are_asked_once_whether_they_will_do()
    {
        var (asked, sdks, global) = (Path.Combine(folder, "asked"), Path.Combine(folder, "sdks"), Path.Combine(Clone, "global.json"));
        AddTool("dotnet", $"case $1 in --version) echo yes >>'{asked}'; exit ;; --list-sdks) cat '{sdks}'; exit ;; esac\n{FakeDotnet}");
        await File.WriteAllTextAsync(sdks, "10.0.400");

        await ShouldAskAsync(1);
        await ShouldAskAsync(1);
        await File.WriteAllTextAsync(sdks, "11.0.100");
        await ShouldAskAsync(2);
        await File.WriteAllTextAsync(global, "{}");
        await ShouldAskAsync(3);
        await ShouldAskAsync(3);

        async Task ShouldAskAsync(int times)
        {
            (await RunAsync("bootstrap/big-ben.sh", "status")).Output.ShouldBe("bigben.dll status\n");
            File.ReadLines(asked).Count().ShouldBe(times);
        }
    }

    [Fact]
    public async Task The_build_sees_nothing_of_the_caller_s_shell_that_would_make_it_another_one()
    {
        var file = Path.Combine(folder, "seen");
        AddTool("dotnet", FakeDotnet.Replace("publish)", $"publish) env > '{file}';", StringComparison.Ordinal));
        var shell = new Dictionary<string, string?> { ["VERSION"] = "7", ["Platform"] = "x86", ["NUGET_PACKAGES"] = "/p q" };
        var feed = $"NuGetPackageSourceCredentials_feed=Username=a;Password={Guid.NewGuid()}";
        shell[feed[..feed.IndexOf('=')]] = feed[(feed.IndexOf('=') + 1)..];

        (await RunAsync(shell, "bootstrap/big-ben.sh")).ExitCode.ShouldBe(0);

        var seen = await File.ReadAllLinesAsync(file);
        seen.ShouldContain("NUGET_PACKAGES=/p q");
        seen.ShouldContain(feed);
        seen.ShouldContain($"PATH={Tools}");
        seen.ShouldNotContain("VERSION=7");
        seen.ShouldNotContain("Platform=x86");
    }

    [Fact]
    public async Task A_build_that_fails_shows_the_error_and_the_log()
    {
        AddTool("dotnet", "[[ $1 == --version ]] && exit 0; echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1");

        var result = await RunAsync("bootstrap/big-ben.sh");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("error CS1002");
        result.LastLine.ShouldContain(Path.Combine(State, "build.log"));
        Directory.GetDirectories(Path.Combine(State, "bin")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--state")]
    [InlineData("--state", "")]
    [InlineData("--state=")]
    public async Task A_state_option_without_a_folder_is_a_usage_error(params string[] words)
    {
        var result = await RunAsync("bootstrap/destroy.sh", words);

        (result.ExitCode, result.Error).ShouldBe((2, "big-ben.sh: --state needs a folder.\n"));
    }

    [Theory]
    [InlineData("bootstrap/big-ben.sh")]
    [InlineData("bootstrap/destroy.sh")]
    public async Task A_folder_of_something_else_is_refused_and_stays_as_it_is(string script)
    {
        AddTool("dotnet", FakeDotnet);
        var mine = Path.Combine(State, ".mine");
        Directory.CreateDirectory(State);
        await File.WriteAllTextAsync(mine, "");

        var result = await RunAsync(script, "--state", State);

        (result.ExitCode, result.Error).ShouldBe(
            (1, $"big-ben.sh: '{State}' is not empty and is not a state folder of Big Ben; name another one by --state.\n"));
        Directory.GetFileSystemEntries(State).ShouldBe([mine]);
    }

    [Theory]
    [InlineData("the state", null)]
    [InlineData("the state", ".big-ben-state")]
    [InlineData("the state", "forge.git/HEAD")]
    [InlineData("the state", "lock.pid")]
    [InlineData("the state", "kind/platform.json")]
    [InlineData("the state", "existing/platform.json")]
    [InlineData("the state", "tools/sdks")]
    // As a job of CI finds what another has built.
    [InlineData("a clone/.big-ben", "bin/1/bigben.dll")]
    public async Task A_state_folder_is_marked_or_known_by_what_an_older_version_left_in_it(string state, string? file)
    {
        AddTool("dotnet", FakeDotnet);
        if (file is not null)
        {
            var path = Path.Combine(folder, state, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "");
        }

        var result = await RunAsync("bootstrap/big-ben.sh", "--state", Path.Combine(folder, state));

        result.ExitCode.ShouldBe(0, result.Error);
        if (file is null or "bin/1/bigben.dll")
            File.Exists(Path.Combine(folder, state, ".big-ben-state")).ShouldBeTrue();
    }

    // Publishes an empty bigben.dll where -o says, and "runs" it by saying what it was given.
    private const string FakeDotnet = """
        case $1 in
          --version) exit 0 ;;
          publish) while (($#)); do [[ $1 == -o ]] && out=$2; shift; done; mkdir -p "$out"; : > "$out/bigben.dll" ;;
          *)
            said=bigben.dll
            shift
            for word in "$@"; do case $word in *' '*) said+=" [$word]" ;; *) said+=" $word" ;; esac; done
            printf '%s\n' "$said"
            ;;
        esac
        """;

    // What Microsoft's script would put there, standing in for the download alone.
    private void AddDownload()
    {
        AddTool("curl", "while (($#)); do [[ $1 == -o ]] && out=$2; shift; done; "
            + "printf '%s\\n' 'mkdir -p \"$4\"; cp \"$BIGBEN_TEST_DOTNET\" \"$4/dotnet\"' > \"$out\"");
        AddTool("fake-dotnet", FakeDotnet);
        File.CreateSymbolicLink(Path.Combine(Tools, "cp"), Which("cp"));
    }

    private void AddTool(string name, string body)
    {
        TestProgram.Write(Path.Combine(Tools, name), $"#!{Which("bash")}\n{body}\n");
    }

    private Task<CommandResult> RunAsync(string script, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?>(), script, arguments);

    private Task<CommandResult> RunAsync(Dictionary<string, string?> shell, string script, params string[] arguments) =>
        new Command(Which("bash"), [Path.Combine(Clone, script), .. arguments])
        {
            Environment = new Dictionary<string, string?>(shell)
            {
                ["PATH"] = Tools,
                ["BIGBEN_STATE"] = State,
                ["BIGBEN_TEST_DOTNET"] = Path.Combine(Tools, "fake-dotnet"),
                ["DOTNET_ROOT"] = null,
            },
        }.RunAsync();

    private static string Which(string tool) => SearchPath.Find(tool)!;
}
