using System.Text.RegularExpressions;
using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline.Stages;

namespace BigBen.Pipeline.Building;

/// <summary>What a build stamps into what it makes.</summary>
/// <param name="Version">The image's tag; what the service tells as its version.</param>
/// <param name="Revision">The full id of the commit.</param>
public sealed record BuildStamp(string Version, string Revision);

/// <summary>
/// Tests and publishes services with the .NET SDK, in one work folder that is kept between deliveries so that builds are incremental.
/// The same inputs and stamps give the same bytes, wherever the folder lies. Nothing keeps running afterwards but the compiler, which
/// <see cref="Dispose"/> ends. One delivery at a time uses it.
/// </summary>
/// <param name="git">The repository.</param>
/// <param name="workDirectory">The work folder; it may be deleted whenever no delivery runs.</param>
public sealed partial class DotnetBuild(GitCli git, string workDirectory) : IDisposable
{
    private const string Artifacts = "artifacts";

    // What the work folder is called in debugging information.
    private const string Mapped = "/_/";

    // Far above any healthy test run of a service; a test that hangs must not stop every later delivery.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // Failed tests that a push shows whole; all of them are in the log.
    private const int MostTold = 3;

    private static readonly string[] Quiet = ["-nologo", "-nodeReuse:false", "-verbosity:minimal", "-terminalLogger:off"];

    private readonly string work = Path.GetFullPath(workDirectory);
    private readonly CompilerServer compiler = new(Path.GetFullPath(workDirectory));

    // Whether projects are asked to make machine code ahead of time (their property ReadyToRun).
    private bool readyToRun;

    /// <summary>The work folder's check-out.</summary>
    public string Tree => Path.Combine(work, "tree");

    /// <summary>Ends what still runs.</summary>
    public void Dispose() => compiler.Dispose();

    /// <summary>Makes the work folder equal to a commit; what is already right is not touched.</summary>
    public Task CheckoutAsync(string commit, CancellationToken cancellationToken) =>
        git.CheckoutAsync(commit, Tree, Artifacts, cancellationToken);

    /// <summary>
    /// Compiles and runs the tests of a project, in Release and with the stamps that publishing uses, so nothing compiles twice.
    /// </summary>
    /// <param name="name">Whose tests they are, for people.</param>
    /// <param name="service">The service whose build output is used.</param>
    /// <param name="testProject">The test project, from the top of the repository.</param>
    /// <param name="stamp">The stamps.</param>
    /// <param name="log">Takes everything that the tools print.</param>
    /// <param name="note">Takes what the first failed tests say, line by line.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <returns>How many tests passed.</returns>
    /// <exception cref="PlatformException">It does not build, or a test failed, or the tests could not run.</exception>
    public async Task<int> TestAsync(
        string name,
        ServiceSource service,
        string testProject,
        BuildStamp stamp,
        string log,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        await TryReadyToRunAsync(service, log, cancellationToken);
        return (await TestAsync(name, service, testProject, stamp, TestSelection.All, log, note, cancellationToken)).Passed;
    }

    /// <summary>Runs some of the tests of a project.</summary>
    /// <inheritdoc cref="TestAsync(string, ServiceSource, string, BuildStamp, string, Action{string}, CancellationToken)"/>
    /// <param name="name">Whose tests they are, for people.</param>
    /// <param name="service">The service whose build output is used.</param>
    /// <param name="testProject">The test project, from the top of the repository.</param>
    /// <param name="stamp">The stamps.</param>
    /// <param name="selection">Which tests, and what they are told.</param>
    /// <param name="log">Takes everything that the tools print.</param>
    /// <param name="note">Takes what the first failed tests say, line by line.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <returns>The report; one of no test at all where nothing is selected.</returns>
    internal async Task<TestReport> TestAsync(
        string name,
        ServiceSource service,
        string testProject,
        BuildStamp stamp,
        TestSelection selection,
        string log,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var results = Path.Combine(work, "results", name);
        Clear(results);
        string[] filter = selection.Filter is null ? [] : ["--filter", selection.Filter];
        string[] built = selection.IsCompiled ? ["--no-build", "--no-restore"] : [];
        var result = await RunAsync(
            name, service,
            [
                "test", testProject, .. Properties(stamp), .. built, .. filter,
                "--logger", "trx;LogFileName=tests.trx", "--results-directory", results, LongTests.Ask,
            ],
            log, cancellationToken, selection.Variables);
        var report = TestReport.TryRead(Path.Combine(results, "tests.trx"));
        if (report is { Failed: > 0 })
        {
            foreach (var line in report.Failures.Take(MostTold).SelectMany(failed => failed.Lines(testProject)))
                note(line);
            throw new PlatformException($"{report.Failed} {(report.Failed == 1 ? "test" : "tests")} of {name} failed (first: "
                + $"{(report.Failures is [var first, ..] ? first.Summary : "see the log")}); nothing was deployed; log: {log}");
        }

        if (!result.Succeeded)
            throw Failure(name, "The tests of {0} could not run", result, log);
        return report ?? TestReport.None;
    }

    /// <summary>
    /// Compiles a project with every analyzer, whose findings are errors, and compares its folder with the repository's formatting. What is
    /// compiled is what <see cref="PublishAsync"/> publishes.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="project">The project: its tests, or the service itself where it has none.</param>
    /// <param name="stamp">The stamps.</param>
    /// <param name="log">Takes everything that the tools print.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <exception cref="PlatformException">An analyzer or the compiler finds something, or a file is not formatted.</exception>
    public async Task LintAsync(
        ServiceSource service, string project, BuildStamp stamp, string log, CancellationToken cancellationToken)
    {
        await TryReadyToRunAsync(service, log, cancellationToken);
        var built = await RunAsync(
            service.Name, service, ["build", project, .. Properties(stamp), "-p:RunAnalyzers=true"], log, cancellationToken);
        if (!built.Succeeded)
            throw Failure(service.Name, "{0} could not be compiled", built, log);
        var format = await RunAsync(
            service.Name, service, ["format", "whitespace", $"app/{service.Name}", "--folder", "--verify-no-changes"], log,
            cancellationToken);
        if (!format.Succeeded)
            throw Failure(service.Name, $"{{0}} is not formatted: run 'dotnet format whitespace app/{service.Name} --folder'", format, log);
    }

    /// <summary>Asks the package sources for known vulnerabilities of what a service uses, directly or not.</summary>
    /// <returns>What <c>dotnet list package --format json</c> prints.</returns>
    /// <exception cref="PlatformException">It does not answer.</exception>
    public async Task<string> ListVulnerableAsync(ServiceSource service, string log, CancellationToken cancellationToken)
    {
        string[] list = ["list", service.Project, "package", "--vulnerable", "--include-transitive", "--format", "json"];
        var result = await RunAsync(service.Name, service, list, log, cancellationToken);
        return result.Succeeded ? result.Output : throw Failure(service.Name, "The packages of {0} could not be listed", result, log);
    }

    /// <summary>Publishes a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="stamp">The stamps.</param>
    /// <param name="compiled">Whether its tests just compiled it with the same stamps.</param>
    /// <param name="log">Takes everything that the tools print.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <returns>The folder of the published program and how it is started.</returns>
    /// <exception cref="PlatformException">It does not build or publish.</exception>
    public async Task<(string Directory, ImageConfig Config)> PublishAsync(
        ServiceSource service, BuildStamp stamp, bool compiled, string log, CancellationToken cancellationToken)
    {
        // What its tests compiled is published as they compiled it.
        if (!compiled)
            await TryReadyToRunAsync(service, log, cancellationToken);
        var output = PublishDirectory(service);
        Clear(output);
        string[] built = compiled ? ["--no-build", "--no-restore"] : [];
        var result = await RunAsync(
            service.Name, service, ["publish", service.Project, .. Properties(stamp), .. built], log, cancellationToken);
        if (!result.Succeeded)
            throw Failure(service.Name, "{0} could not be published", result, log);
        var programs = Directory.GetFiles(output, "*.runtimeconfig.json");
        if (programs.Length != 1)
            throw new PlatformException($"{service.Project} publishes {programs.Length} programs where one is expected: "
                + $"a service is one executable project; log: {log}");
        var program = Path.GetFileName(programs[0]).Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal);
        // Started by "dotnet" rather than by its own executable: that one would search for .NET, and would tie the image to one system.
        return (output, new ImageConfig(["dotnet", program], new Dictionary<string, string>(), new Dictionary<string, string>
        {
            [ImageConfig.RevisionLabel] = stamp.Revision,
            ["org.opencontainers.image.version"] = stamp.Version,
        }));
    }

    /// <summary>
    /// Asks for machine code ahead of time where its compiler can be had, which is a package for each system. Elsewhere programs are
    /// compiled as they run, as ever, and the next delivery asks again.
    /// </summary>
    private async Task TryReadyToRunAsync(ServiceSource service, string log, CancellationToken cancellationToken)
    {
        if (readyToRun)
            return;
        readyToRun = true;
        var result = await RunAsync(service.Name, service, ["restore", service.Project, .. Quiet], log, cancellationToken);
        readyToRun = result.Succeeded;
    }

    private string[] Properties(BuildStamp stamp) =>
    [
        "--configuration", "Release", .. Quiet,
        $"-p:InformationalVersion={stamp.Version}", $"-p:SourceRevisionId={stamp.Revision}",
        "-p:ContinuousIntegrationBuild=true", "-p:DeterministicSourcePaths=false",
        // The work folder may lie inside somebody's clone, whose commit and remote are not those of this build.
        "-p:EnableSourceLink=false", "-p:EnableSourceControlManagerQueries=false",
        "-p:UseAppHost=false", .. compiler.AskFor(),
        // Analyzers judge sources, which the checks of every change do; what is built is the same without them.
        "-p:RunAnalyzers=false",
    ];

    // Paths are properties by way of variables, which nobody splits at commas or unescapes.
    private Dictionary<string, string?> Paths(ServiceSource service, IReadOnlyDictionary<string, string?>? further) =>
        new(BuildEnvironment.Variables.Concat(further ?? new Dictionary<string, string?>()))
        {
            // Each service has its own output, for a stamp reaches the projects it references as well. It lies in the tree, because tests
            // look upwards from their program for the root of the repository.
            ["ArtifactsPath"] = Path.Combine(Tree, Artifacts, service.Name),
            ["ReadyToRun"] = readyToRun ? "true" : null,
            ["PublishDir"] = PublishDirectory(service) + Path.DirectorySeparatorChar,
            // Debugging information names files by their place in the repository, whatever the folder here.
            ["PathMap"] = $"{work.Replace("=", "==", StringComparison.Ordinal).Replace(",", ",,", StringComparison.Ordinal)}/={Mapped}",
            // Where Shouldly, which reads the line of an assertion, finds the files again.
            ["SHOULDLY_SOURCE_PATH_MAP"] = $"{work}/={Mapped}",
        };

    private string PublishDirectory(ServiceSource service) => Path.Combine(work, "publish", service.Name);

    private async Task<CommandResult> RunAsync(
        string name, ServiceSource service, string[] arguments, string log, CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? variables = null)
    {
        await using var writer = new StreamWriter(log, append: true) { AutoFlush = true };
        var command = new Command(BuildEnvironment.Dotnet, arguments)
        {
            WorkingDirectory = Tree,
            Environment = Paths(service, variables),
            KillsRest = true,
            Spares = compiler.Argument,
        };
        var tests = new LongTests();
        Write($"$ {command}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await (command with { OnLine = Write }).RunAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var running = Running();
            throw new PlatformException(
                $"'dotnet {arguments[0]}' of {name} did not end within {Patience.TotalMinutes:0} minutes and was stopped"
                + $"{(running.Count == 0 ? "" : $", while {string.Join(" and ", running)} ran")}; nothing was deployed; log: {log}");
        }

        void Write(string line)
        {
            lock (writer)
            {
                writer.WriteLine(line);
                tests.Take(line);
            }
        }

        IReadOnlyList<string> Running()
        {
            lock (writer)
                return tests.Running;
        }
    }

    private PlatformException Failure(string name, string otherwise, CommandResult result, string log)
    {
        var error = CompilerError().Match(result.Output + result.Error);
        var what = error.Success
            ? $"{name} does not build ({error.Groups["what"].Value.Replace(Tree + "/", "", StringComparison.Ordinal)})"
            : $"{string.Format(CultureInfo.InvariantCulture, otherwise, name)} ({result.LastLine})";
        return new PlatformException($"{what}; nothing was deployed; log: {log}");
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"^\s*(?<what>.+?(?:\(\d+,\d+\))? ?: error [A-Z]+\d+: .+?)(?: \[[^\]]+\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex CompilerError();
}
