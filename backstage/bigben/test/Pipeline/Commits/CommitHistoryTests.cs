using System.Text.Json;
using BigBen.Kubernetes.Applications;
using BigBen.Pipeline.Commits;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Commits;

public sealed class CommitHistoryTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task History_tells_why_a_release_did_not_wait_and_what_waits_now()
    {
        using var fixture = await PipelineFixture.CreateAsync(
            (EnvironmentList.File, "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n"));
        var history = new CommitHistory(fixture.Forge);
        await fixture.DeliverFirstAsync();
        var ana = new Person("Ana", "ana@example.com");
        await fixture.Releaser.ReleaseAsync(
            fixture.Run(), "v1.0.0", null, None, new ReleaseOptions { Asking = new Asking(ana, "the old one is broken") });
        await fixture.DeliverAsync("two", ("app/service-a/src/Program.cs", "2"));
        await Should.ThrowAsync<Exception>(fixture.Releaser.ReleaseAsync(
            fixture.Run(), "v1.1.0", null, None, new ReleaseOptions { Asking = new Asking(ana) }));

        (await history.OverridesAsync("production", "service-a", None))
            .ShouldBe([new("refs/tags/v1.0.0", "the old one is broken")]);
        (await history.OverridesAsync("developer", "service-a", None)).ShouldBeEmpty();
        (await history.WaitingAsync(TimeProvider.System, None)).Single().Change.ShouldBe("release v1.1.0 to production");
    }

    [Fact]
    public async Task Whatever_people_write_into_messages_is_read_as_a_message()
    {
        using var fixture = await PipelineFixture.CreateAsync(
            (EnvironmentList.File, "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n"));
        var history = new CommitHistory(fixture.Forge);
        const string subject = "pasted \u001e with \u001f separators";
        await fixture.DeliverFirstAsync();
        await fixture.DeliverAsync($"{subject}\n\nOverride: two\n  lines", ("app/service-a/src/Program.cs", "2"));
        await fixture.DeliverAsync(
            "no\n\nRequest-For: production\nRequest-Change: 1\nRequested-By: Eve <eve@example.com>", ("README.md", "2"));

        var last = await history.LastAsync(await history.HeadAsync(None), "service-a");

        last.ShouldNotBeNull().Subject.ShouldBe(subject);
        (await history.OverridesAsync("production", "service-a", None)).ShouldBeEmpty();
        (await history.WaitingAsync(TimeProvider.System, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_would_change_an_environment_is_ahead_or_behind_of_it()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var history = new CommitHistory(fixture.Forge);
        var old = In("production", await fixture.Forge.HeadAsync(None));
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.CommitAsync("code", ("app/service-a/src/Program.cs", "2"));
        await fixture.Clone.CommitAsync("other service", ("app/service-b/src/Program.cs", "2"));
        await fixture.Clone.CommitAsync("staging", ("app/service-a/deploy-config/staging/values.yaml", "replicas: 2"));
        await fixture.Clone.CommitAsync("developer", ("app/service-a/deploy-config/developer/values.yaml", "replicas: 2"));
        var head = await fixture.Clone.CommitAsync("production", ("app/service-a/deploy-config/production/values.yaml", "replicas: 2"));
        await fixture.UploadAsync(head);

        var ahead = (await history.BetweenAsync(In("developer", head), old))!;
        var behind = (await history.BetweenAsync(In("developer", old.Revision), In("production", head)))!;

        ahead.Ahead.Select(commit => commit.Subject).ShouldBe(["production", "code"]);
        ahead.Behind.ShouldBeEmpty();
        behind.Behind.Select(commit => commit.Subject).ShouldBe(["developer", "code"]);
        behind.Ahead.ShouldBeEmpty();
    }

    private static Application In(string environment, string revision) => new(JsonElement.Parse($$"""
        {
          "spec": { "destination": { "namespace": "{{environment}}" }, "source": { "helm": { "releaseName": "service-a" } } },
          "status": { "sync": { "revision": "{{revision}}" } }
        }
        """));
}
