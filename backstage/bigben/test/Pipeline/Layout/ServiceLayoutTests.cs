using BigBen.Foundation;
using BigBen.Pipeline.Layout;

namespace BigBen.Tests.Pipeline.Layout;

/// <summary>A push, before anything of it is built.</summary>
public sealed class ServiceLayoutTests
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("values.yml")]
    [InlineData("Values.yaml")]
    [InlineData("values.yaml.txt")]
    public async Task Values_under_another_name_reject_the_push_with_both_names(string name)
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        const string folder = "app/service-a/deploy-config/production";
        await fixture.Clone.GitAsync("mv", $"{folder}/values.yaml", $"{folder}/{name}");
        var pushed = await fixture.PushAsync("rename");
        var main = await fixture.Forge.HeadAsync(None);

        var error = await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

        error.Message.ShouldStartWith($"{folder}/values.yaml is missing, though there is {folder}/{name}");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(main);
    }

    [Fact]
    public async Task A_service_without_values_for_an_environment_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var files = PipelineFixture.Service("service-c").Where(file => !file.Path.Contains("production", StringComparison.Ordinal));
        var pushed = await fixture.PushAsync("new", [.. files]);

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None))).Message
            .ShouldStartWith("app/service-c/deploy-config/production/values.yaml is missing: every service has its values");
    }

    [Fact]
    public async Task A_link_out_of_a_service_s_sources_rejects_the_push()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        File.CreateSymbolicLink(Path.Combine(fixture.Clone.Path, "app/service-a/src/shared"), "../../../shared");
        var pushed = await fixture.PushAsync("link");

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None))).Message
            .ShouldStartWith("app/service-a/src/shared is a symbolic link to '../../../shared', outside of app/service-a");
    }

    [Fact]
    public async Task A_bad_name_rejects_the_push_before_anything_is_built_and_renaming_the_folder_delivers_it()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("new", PipelineFixture.Service("2fa"));
        fixture.Events.Clear();

        (await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None))).Message
            .ShouldContain("DNS-1035");

        fixture.Steps.ShouldBe(["check main", "affected"]);
        await fixture.Clone.GitAsync("mv", "app/2fa", "app/two-factors");
        (await fixture.DeliverAsync("rename")).Services.ShouldBe(["two-factors"]);
    }

    [Fact]
    public async Task Environments_are_those_that_the_chart_lists()
    {
        using var fixture = await PipelineFixture.CreateAsync(
            ("backstage/cd/environments/values.yaml", "environments:\n  developer: { hostPrefix: dev }\n  staging: { hostPrefix: st }\n"));
        var head = await fixture.Forge.HeadAsync(None);

        (await EnvironmentList.ReadAsync(fixture.Forge.Git, head, None)).All
            .ShouldBe([new("developer", "dev"), new("staging", "st", "developer")]);
        (await Should.ThrowAsync<PlatformException>(ServiceLayout.RequireAsync(fixture.Forge.Git, head, None))).Message
            .ShouldStartWith("app/service-a/deploy-config/staging/values.yaml is missing");
    }
}
