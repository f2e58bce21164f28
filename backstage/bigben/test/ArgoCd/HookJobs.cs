using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Jobs;
using BigBen.Tests.ApiServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ArgoCd;

/// <summary>The real Job controller over the objects of a fixture, whose pods end when a test says so.</summary>
internal sealed class HookJobs : IAsyncDisposable
{
    private static readonly ApiResource Jobs = TestApi.Resource("batch/v1", "jobs");
    private static readonly ApiResource Pods = TestApi.Resource("v1", "pods");

    private readonly ArgoCdFixture _fixture;
    private readonly Controller _controller;

    public HookJobs(ArgoCdFixture fixture)
    {
        _fixture = fixture;
        var jobs = new JobController(fixture.Store, TimeProvider.System);
        _controller = new Controller(
            "job",
            fixture.Store,
            TimeProvider.System,
            NullLogger.Instance,
            (key, ending) => Task.FromResult(jobs.Reconcile(key, ending))).For(Jobs).Owns(Pods, Jobs).Start();
    }

    /// <summary>The pod of a Job ends.</summary>
    public async Task FinishAsync(string job, string phase)
    {
        await _fixture.UntilAsync("batch/v1", "jobs", "developer", job, found => found?.NumberAt("status", "active") == 1);
        var pod = _fixture.Store.List(Pods).Items.Single(found => OwnerReference.ControllerOf(found)?.Name == job);
        _fixture.Edit("v1", "pods", "developer", pod.NameOf(), value => value["status"] = new JsonObject { ["phase"] = phase }, "status");
    }

    public ValueTask DisposeAsync() => _controller.DisposeAsync();
}
