using BigBen.Pipeline;
using BigBen.Pipeline.Building;

namespace BigBen.Tests.Pipeline;

public sealed class AffectedTests(AffectedTests.Delivered delivered) : IClassFixture<AffectedTests.Delivered>
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("README.md", "")]
    [InlineData("charts/README.md", "")]
    [InlineData("app/service-a/deploy-config/production/values.yaml", "")]
    [InlineData("charts/app/Chart.yaml", "service-a service-b", false)]
    [InlineData("app/service-a/deploy-config/developer/values.yaml", "service-a", false)]
    [InlineData("app/service-a/deploy-config/developer/more.yaml", "service-a", false)]
    [InlineData("app/service-a/src/Program.cs", "service-a")]
    [InlineData("app/service-a/Dockerfile", "service-a")]
    [InlineData("app/service-b/test/X.cs", "service-b")]
    [InlineData("app/service-defaults/src/X.cs", "service-a service-b")]
    [InlineData("global.json", "service-a service-b")]
    [InlineData("Directory.Packages.props", "service-a service-b")]
    [InlineData("nuget.config", "service-a service-b")]
    [InlineData("docs/Directory.md", "")]
    public async Task Only_a_change_of_its_inputs_its_chart_or_its_values_affects_a_service(string path, string expected, bool build = true)
    {
        var (git, old) = (delivered.Fixture.Forge.Git, delivered.Commit);
        var next = await git.CommitFilesAsync(old, new Dictionary<string, string> { [path] = "changed" }, "change", None);

        var affected = await new Affected(git, new StoreImages(delivered.Fixture.Images)).ListAsync(next, next, None);

        string.Join(' ', affected.Select(service => service.Service.Name)).ShouldBe(expected);
        var records = (await delivered.Fixture.FileAsync("developer")).Services;
        affected.ShouldAllBe(service => build
            ? service.ImageCommit == next && service.Tag == Affected.TagOf(next) && service.Kept == null
            : service.Kept == records[service.Service.Name] && service.Tag == service.Kept.Tag);
        (await new Affected(git, images: null).BuiltSinceAsync(old, next, None)).Count.ShouldBe(build ? affected.Count : 0);
    }

    [Fact]
    public async Task What_has_no_record_or_no_image_is_affected_as_well()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var affected = new Affected(fixture.Forge.Git, new StoreImages(fixture.Images));
        var head = await fixture.Forge.HeadAsync(None);

        (await affected.ListAsync(head, head, None)).Select(service => service.Why)
            .ShouldBe(["it was never delivered", "it was never delivered"]);

        var first = (await fixture.DeliverFirstAsync()).Commit;
        (await affected.ListAsync(first, first, None)).ShouldBeEmpty();

        var record = (await fixture.RecordAsync("developer", "service-b")).ShouldNotBeNull();
        await fixture.Images.RemoveAsync("bigben-service-b", record.Digest);
        (await affected.ListAsync(first, first, None)).ShouldHaveSingleItem().Why.ShouldBe("its image is not there");
    }

    /// <summary>Both services delivered once, for every case.</summary>
    public sealed class Delivered : IAsyncLifetime
    {
        public PipelineFixture Fixture { get; private set; } = null!;

        public string Commit { get; private set; } = "";

        public async Task InitializeAsync()
        {
            Fixture = await PipelineFixture.CreateAsync();
            Commit = (await Fixture.DeliverFirstAsync()).Commit;
        }

        public Task DisposeAsync()
        {
            Fixture.Dispose();
            return Task.CompletedTask;
        }
    }
}
