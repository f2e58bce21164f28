using BigBen.Pipeline;

namespace BigBen.Tests.Pipeline;

public sealed class AffectedTests(AffectedTests.Delivered delivered) : IClassFixture<AffectedTests.Delivered>
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("README.md", "")]
    [InlineData("charts/app/Chart.yaml", "")]
    [InlineData("app/service-a/deploy-config/developer/values.yaml", "")]
    [InlineData("app/service-a/src/Program.cs", "service-a")]
    [InlineData("app/service-a/Dockerfile", "service-a")]
    [InlineData("app/service-b/test/X.cs", "service-b")]
    [InlineData("app/service-defaults/src/X.cs", "service-a service-b")]
    [InlineData("global.json", "service-a service-b")]
    [InlineData("Directory.Packages.props", "service-a service-b")]
    [InlineData("docs/Directory.md", "")]
    public async Task Only_a_change_of_its_inputs_affects_a_service(string path, string expected)
    {
        var (git, old) = (delivered.Fixture.Forge.Git, delivered.Commit);
        var next = await git.CommitFilesAsync(old, new Dictionary<string, string> { [path] = "changed" }, "change", None);

        var affected = await new Affected(git, new StoreImages(delivered.Fixture.Images)).BetweenAsync(old, next, None);

        string.Join(' ', affected.Select(service => service.Service.Name)).ShouldBe(expected);
        affected.ShouldAllBe(service => service.ImageCommit == next && service.Tag == Affected.TagOf(next));
    }

    [Fact]
    public async Task What_has_no_record_or_no_image_is_affected_as_well()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var affected = new Affected(fixture.Forge.Git, new StoreImages(fixture.Images));
        var head = await fixture.Forge.HeadAsync(None);

        (await affected.BetweenAsync(head, head, None)).Select(service => service.Why).ShouldBe(["it was never delivered", "it was never delivered"]);

        var first = (await fixture.DeliverFirstAsync()).Commit;
        (await affected.BetweenAsync(first, first, None)).ShouldBeEmpty();

        var record = (await fixture.RecordAsync("developer", "service-b")).ShouldNotBeNull();
        fixture.Images.Remove("bigben-service-b", record.Digest);
        (await affected.BetweenAsync(first, first, None)).ShouldHaveSingleItem().Why.ShouldBe("its image is not there");
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
