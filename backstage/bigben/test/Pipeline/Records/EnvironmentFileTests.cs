using BigBen.Foundation;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Pipeline.Records;

public sealed class EnvironmentFileTests
{
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    [Fact]
    public void A_record_is_written_sorted_and_quoted()
    {
        var file = new EnvironmentFile("developer", new Dictionary<string, ServiceRecord>
        {
            ["service-b"] = new(new string('b', 40), "1234567", Digest),
            ["service-a"] = new(new string('1', 40), "12e4567", Digest),
            ["service-c"] = new("refs/tags/v1.2.0", "v1.2.0", Digest),
        });

        file.ToString().ShouldBe(
            $$"""
            # Written by the pipeline alone; people edit app/<service>/deploy-config.
            developer:
              service-a: { revision: "1111111111111111111111111111111111111111", tag: "12e4567", digest: "{{Digest}}" }
              service-b: { revision: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", tag: "1234567", digest: "{{Digest}}" }
              service-c: { revision: refs/tags/v1.2.0, tag: "v1.2.0", digest: "{{Digest}}" }

            """);
        var again = EnvironmentFile.Parse("developer", file.ToString());
        again.ToString().ShouldBe(file.ToString());
        again.Services.ShouldBe(file.Services, ignoreOrder: true);
    }

    [Fact]
    public void Nothing_delivered_is_an_empty_map()
    {
        EnvironmentFile.Empty("production").ToString().ShouldBe(
            "# Written by the pipeline alone; people edit app/<service>/deploy-config.\nproduction: {}\n");
        EnvironmentFile.Parse("production", EnvironmentFile.Empty("production").ToString()).Services.ShouldBeEmpty();
        EnvironmentFile.Parse("production", null).Services.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("main")]
    [InlineData("v1.2.0-rc.1")]
    public void What_the_version_before_wrote_is_read(string revision) =>
        EnvironmentFile.Parse("developer", $"developer: {{service-a: {{revision: {revision}, tag: \"1\", digest: \"{Digest}\"}}}}")
            .Services["service-a"]
            .Revision.ShouldBe(revision);

    [Theory]
    [InlineData(
        "developer: {service-a: {revision: main, tag: 1234567, digest: D}}", "developer.service-a.tag 1234567 is not text to YAML")]
    [InlineData(
        "developer: {service-a: {revision: main, tag: 12e4567, digest: D}}", "developer.service-a.tag 12e4567 is not text to YAML")]
    [InlineData("developer: {service-a: {revision: on, tag: \"1\", digest: D}}", "developer.service-a.revision on is not text")]
    [InlineData(
        "developer: {service-a: {revision: main, tag: \"1\", digest: sha256:12}}",
        "developer.service-a.digest 'sha256:12' is not a digest")]
    [InlineData("developer: {service-a: {revision: main, tag: \"a b\", digest: D}}", "developer.service-a.tag 'a b' is not an image tag")]
    [InlineData(
        "developer: {service-a: {revision: --all, tag: \"1\", digest: D}}",
        "developer.service-a.revision '--all' is neither a full commit id nor a tag")]
    [InlineData(
        "developer: {service-a: {revision: \"4632abc\", tag: \"1\", digest: D}}",
        "developer.service-a.revision '4632abc' is neither a full commit id nor a tag")]
    [InlineData("developer: {service-a: {revision: main, tag: \"1\"}}", "developer.service-a.digest is missing")]
    [InlineData("developer: {service-a: {revision: main, tag: \"1\", digest: D, image: x}}", "developer.service-a.image is unknown")]
    [InlineData("developer: {service-a: [1]}", "developer.service-a must be a map")]
    [InlineData("developer: {service-a: {revision: [main], tag: \"1\", digest: D}}", "developer.service-a.revision must be a text")]
    [InlineData("developer: {Service_A: {revision: main, tag: \"1\", digest: D}}", "developer.Service_A is not a name of a service")]
    [InlineData("developer: {service-a: {revision: main, tag: \"1\", digest: D}, service-a: {}}", "is not YAML at line 1")]
    [InlineData("developer:", "developer must be a map")]
    [InlineData("production: {}", "developer is missing; the file speaks of 'production'")]
    [InlineData("developer: {}\nproduction: {}", "developer must be the only key")]
    [InlineData("", "must hold one YAML document")]
    [InlineData("[", "is not YAML at line")]
    public void What_is_wrong_is_named_with_the_file_and_the_key(string text, string complaint)
    {
        var error = Should.Throw<PlatformException>(
            () => EnvironmentFile.Parse("developer", text.Replace("digest: D", $"digest: {Digest}", StringComparison.Ordinal)));

        error.Message.ShouldStartWith("backstage/cd/environments/developer.yaml");
        error.Message.ShouldContain(complaint);
        error.Message.ShouldNotContain("\n");
    }
}
