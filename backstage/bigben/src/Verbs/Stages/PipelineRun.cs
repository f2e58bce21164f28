using System.Security.Cryptography;
using BigBen.ArgoCd;
using BigBen.Foundation.Processes;
using BigBen.Git;
using BigBen.Images;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Performance;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Stages;
using BigBen.Platforms.Local;
using BigBen.Platforms.TestEnvironments;
using BigBen.Verbs.Rendering;
using BigBen.Verbs.Views;

namespace BigBen.Verbs.Stages;

/// <summary>One run of the pipeline of one service on the local platform. What it makes for the run is gone after it.</summary>
internal sealed class PipelineRun : IAsyncDisposable
{
    // The tests of each kind, by the trait Category.
    private const string Unit = "Category!=Integration&Category!=EndToEnd";
    private const string Integration = "Category=Integration";
    private const string EndToEnd = "Category=EndToEnd";

    // The lines of a tool's log that are shown where a stage fails by it.
    private const int LastLines = 10;

    private readonly Session _session;
    private readonly Run _run;
    private readonly GitCli _clone;
    private readonly GitCli _forge;
    private readonly ServiceSource _service;
    private readonly string _commit;
    private readonly string _name = $"test-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly KubernetesApi _api;
    private readonly ClusterCache _cache;
    private readonly TestEnvironment _environment;
    private readonly DotnetBuild _build;
    private readonly ImageStore _store;
    private readonly StoreImages _images;
    private BuildStamp? _stamp;
    private string? _digest;
    private Uri? _url;

    private PipelineRun(Session session, Run run, GitCli clone, ServiceSource service, string commit, KubernetesApi api, ClusterCache cache)
    {
        (_session, _run, _clone, _service, _commit, _api, _cache) = (session, run, clone, service, commit, api, cache);
        _forge = GitCli.OfRepository(session.State.Forge);
        _environment = new TestEnvironment(api, cache, PlatformApi.PortOf(session.State), _forge, TimeProvider.System);
        _build = new DotnetBuild(_forge, Path.Combine(session.State.Pipelines, service.Name, "work"));
        _store = new ImageStore(session.State.Images, TimeProvider.System);
        _images = new StoreImages(_store);
    }

    private BuildStamp Stamp => _stamp ?? throw new InvalidOperationException("lint has not run");

    private string Digest => _digest ?? throw new InvalidOperationException("image has not run");

    /// <summary>Begins one; the caller holds the lock of the service.</summary>
    /// <param name="session">The clone and the platform.</param>
    /// <param name="run">Told of every stage.</param>
    /// <param name="clone">The clone's git.</param>
    /// <param name="service">The service.</param>
    /// <param name="commit">The commit of the clone's files, <see cref="GitCli.SnapshotAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The platform does not answer.</exception>
    public static async Task<PipelineRun> OpenAsync(
        Session session, Run run, GitCli clone, ServiceSource service, string commit, CancellationToken cancellationToken)
    {
        var api = await PlatformApi.OpenAsync(session.State, cancellationToken);
        try
        {
            var cache = await ClusterCache.StartAsync(api, TimeProvider.System, cancellationToken, TestEnvironment.Kinds);
            return new PipelineRun(session, run, clone, service, commit, api, cache);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <summary>Runs the stages, and takes away what was made for them, whatever became of them.</summary>
    /// <param name="until">The last stage.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <returns>A closing sentence.</returns>
    /// <exception cref="PlatformException">A stage failed; the sentence says why.</exception>
    public async Task<string> RunAsync(Stage until, CancellationToken cancellationToken)
    {
        if (await _environment.IsLeftAsync(_service.Name, cancellationToken))
            await CleanUpAsync("clean up after an interrupted run", cancellationToken);
        var skipped = new List<string>();
        var succeeded = false;
        try
        {
            foreach (var stage in StageNames.All.Where(stage => stage <= until))
                await RunOneAsync(stage, skipped, cancellationToken);
            succeeded = true;
        }
        finally
        {
            // Not to be cut short by what ended the stages.
            await CleanUpAsync("clean up", CancellationToken.None, whatever: !succeeded);
        }

        return $"{_service.Name} {Stamp.Version} is through to {StageNames.NameOf(until)}"
            + (skipped.Count == 0 ? "." : $"; skipped: {string.Join(", ", skipped)}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _build.Dispose();
        await _cache.DisposeAsync();
        _api.Dispose();
    }

    private Task RunOneAsync(Stage stage, List<string> skipped, CancellationToken cancellationToken) =>
        _run.StepAsync(StageNames.Title(stage), async step =>
        {
            var log = _run.LogFile(StageNames.NameOf(stage));
            await (stage switch
            {
                Stage.Lint => LintAsync(step, log, cancellationToken),
                Stage.Unit => TestAsync(step, Unit, log, cancellationToken),
                Stage.Image => BuildAsync(step, log, cancellationToken),
                Stage.Integration => TestAsync(step, Integration, log, cancellationToken),
                Stage.Scan => ScanAsync(step, log, cancellationToken),
                Stage.Registry => TagAsync(step, cancellationToken),
                Stage.Deploy => DeployAsync(step, cancellationToken),
                Stage.E2E => EndToEndAsync(step, log, cancellationToken),
                Stage.Performance => PerformanceAsync(step, log, cancellationToken),
                _ => PromoteAsync(step, cancellationToken),
            });
            if (step.Skipped)
                skipped.Add(StageNames.NameOf(stage));
        });

    private async Task LintAsync(Step step, string log, CancellationToken cancellationToken)
    {
        await new ForgePush(_session.Root, _session.State.Forge).RunAsync(
            _commit, TestEnvironment.BranchOf(_service.Name, _name), _ => { }, cancellationToken);
        var imageCommit = await Affected.ImageCommitAsync(_forge, _commit, _service, cancellationToken);
        _stamp = new BuildStamp(Affected.TagOf(imageCommit), imageCommit);
        await _build.CheckoutAsync(_commit, cancellationToken);
        try
        {
            await _build.LintAsync(_service, _service.TestProject ?? _service.Project, Stamp, log, cancellationToken);
        }
        catch (PlatformException)
        {
            foreach (var line in (await File.ReadAllLinesAsync(log, CancellationToken.None)).TakeLast(LastLines))
                step.Note(line);
            throw;
        }

        step.Detail = "formatting, compiler and analyzers";
    }

    private async Task TestAsync(Step step, string filter, string log, CancellationToken cancellationToken)
    {
        var report = await TestAsync(step, new TestSelection(filter), log, cancellationToken);
        if (report is not null && report.Passed == 0)
            step.Skip(report.Skipped > 0 ? $"{report.Skipped} tests say that they cannot run here; log: {log}" : $"no test is {filter}");
    }

    private async Task<TestReport?> TestAsync(Step step, TestSelection selection, string log, CancellationToken cancellationToken)
    {
        if (_service.TestProject is null)
        {
            step.Skip($"app/{_service.Name} has no tests");
            return null;
        }

        var report = await _build.TestAsync(
            _service.Name, _service, _service.TestProject, Stamp, selection with { IsCompiled = true }, log, step.Note, cancellationToken);
        step.Detail = $"{report.Passed} passed{(report.Skipped > 0 ? $", {report.Skipped} skipped" : "")}";
        return report;
    }

    // Built once: what a delivery or a run before has built of the same inputs is the image.
    private async Task BuildAsync(Step step, string log, CancellationToken cancellationToken)
    {
        _digest = await _images.FindAsync(_service.Name, Stamp.Revision, cancellationToken);
        if (_digest is not null)
        {
            step.Detail = $"{_digest[..19]}, built before from the same inputs";
            return;
        }

        var (directory, config) = await _build.PublishAsync(_service, Stamp, compiled: true, log, cancellationToken);
        // The tag that deliveries look for comes with the stage registry.
        var image = await _store.AddAsync(_service.ImageRepository, $"{_name}-{Stamp.Version}", directory, config, cancellationToken);
        _digest = image.Digest;
        step.Detail = _digest[..19];
    }

    private async Task ScanAsync(Step step, string log, CancellationToken cancellationToken)
    {
        var packages = await _build.ListVulnerableAsync(_service, log, cancellationToken);
        var image = _store.FindByDigest(_service.ImageRepository, Digest)
            ?? throw new PlatformException($"The image {Digest} is gone from the store: run the pipeline again.");
        await new SecurityScan(_service, _build.Tree, SearchPath.Find("trivy"))
            .RequireAsync(packages, image.Directory, step, log, cancellationToken);
    }

    private async Task TagAsync(Step step, CancellationToken cancellationToken)
    {
        await _images.TagAsync(_service.Name, Digest, Stamp.Version, cancellationToken);
        step.Detail = $"{_service.ImageRepository}:{Stamp.Version} in the platform's store";
    }

    private async Task DeployAsync(Step step, CancellationToken cancellationToken)
    {
        var environments = await EnvironmentList.ReadAsync(_forge, _commit, cancellationToken);
        var records = await new TestRecords(_forge, environments.First).WithPeersAsync(
            _service.Name, new ServiceRecord(_commit, Stamp.Version, Digest), cancellationToken);
        var plan = new TestEnvironmentPlan(_name, _service.Name, environments.First, records);
        var renderer = await CloneRenderer.OfAsync(_session, _forge, LocalPlatform.LocalRegistry, PlatformHosts.Domain, cancellationToken);
        _url = await _environment.CreateAsync(plan, renderer, RootApplication.Name, _commit, step.Note, cancellationToken);
        foreach (var (peer, record) in records.Where(record => record.Key != _service.Name))
            step.Note($"with {peer} {record.Tag}, which it calls, as {environments.First} runs it");
        step.Detail = _url is null ? $"{_name}, which has no URL" : $"{_url}";
    }

    private async Task EndToEndAsync(Step step, string log, CancellationToken cancellationToken)
    {
        if (_url is null)
        {
            step.Skip("there is no URL to ask");
            return;
        }

        var variables = new Dictionary<string, string?> { ["BASE_URL"] = $"{_url}".TrimEnd('/') };
        var report = await TestAsync(step, new TestSelection(EndToEnd) { Variables = variables }, log, cancellationToken);
        if (report?.Passed == 0)
            step.Skip($"no test is {EndToEnd}");
    }

    private async Task PerformanceAsync(Step step, string log, CancellationToken cancellationToken)
    {
        var gate = PerformanceGate.In(_build.Tree);
        if (_url is null)
            step.Skip("there is no URL to ask");
        else if (!gate.Has(_service.Name))
            step.Skip($"there is no {PerformanceTest.PathOf(_service.Name)}");
        else
            step.Detail = await gate.RequireAsync(_service.Name, _url, log, step.Note, cancellationToken);
    }

    private async Task PromoteAsync(Step step, CancellationToken cancellationToken)
    {
        if (_commit != await _clone.ResolveAsync("HEAD", cancellationToken))
        {
            step.Skip("not everything is committed: commit it, then run this again or push");
            return;
        }

        var told = await new ForgePush(_session.Root, _session.State.Forge).RunAsync(
            _commit, ForgeRepository.MainRef, step.Note, cancellationToken);
        step.Detail = told.Length == 0 ? "main has it already" : told;
    }

    private async Task CleanUpAsync(string name, CancellationToken cancellationToken, bool whatever = false)
    {
        if (!await _environment.IsLeftAsync(_service.Name, cancellationToken))
            return;
        try
        {
            await _run.StepAsync(name, async step =>
            {
                var gone = await _environment.RemoveAsync(_service.Name, cancellationToken);
                step.Detail = gone.Count == 0 ? "its branch" : $"{string.Join(", ", gone)}: pods, volumes, namespace, Applications, branch";
            });
        }
        catch (PlatformException e) when (whatever)
        {
            // Why the stages failed is the last line.
            await _session.Error.WriteLineAsync(e.Message);
        }
    }
}
