using BigBen.ApiServer.Resources;
using BigBen.Foundation;

namespace BigBen.Tests.ArgoCd;

public sealed class EnvironmentsGateTests
{
    [Theory]
    [InlineData(ArgoCdFixture.Extra, "{{ fail \"broken on purpose\" }}", "broken on purpose")]
    [InlineData(ArgoCdFixture.Extra, "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: x }, spec: {} }", "DaemonSet")]
    [InlineData(ArgoCdFixture.Extra, "a: [", "Mend")]
    [InlineData(ArgoCdFixture.Records, "developer: { service-a: { unknown: key } }", "service-a")]
    [InlineData(ArgoCdFixture.Values, "greeting: [", "values.yaml")]
    public async Task It_names_what_would_not_render_or_run_and_changes_nothing(string file, string text, string named)
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var version = fixture.App.TextAt("metadata", "resourceVersion");
        var commit = await fixture.StageAsync((file, text));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain(named);
        fixture.App.TextAt("metadata", "resourceVersion").ShouldBe(version);
    }

    [Fact]
    public async Task Values_that_are_no_UTF_8_are_refused_in_Helm_s_words()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((ArgoCdFixture.Values, [.. "greeting: \""u8, 0xFF, .. "\"\n"u8]));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain("values.yaml");
        refusal.Message.ShouldContain("invalid leading UTF-8 octet");
    }

    [Fact]
    public async Task It_does_not_blame_a_commit_for_what_was_broken_before()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var broken = ArgoCdFixture.Record("v9.9.9").Replace("developer:", "production:").Replace("main", "v9.9.9");
        await fixture.PushAsync(("backstage/cd/environments/production.yaml", broken));
        fixture.Find("argoproj.io/v1alpha1", "applications", "argocd", "production-service-a").ShouldNotBeNull();
        var commit = await fixture.StageAsync(("README.md", "words"));

        await CheckAsync(fixture, commit);
    }

    private static Task CheckAsync(ArgoCdFixture fixture, string commit) =>
        fixture.Controller.RenderAsync(commit, new Dictionary<string, string> { ["main"] = commit }, CancellationToken.None);
}
