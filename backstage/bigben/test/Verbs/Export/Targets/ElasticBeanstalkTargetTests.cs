using System.IO.Compression;
using BigBen.Tests.Git;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class ElasticBeanstalkTargetTests(ExportFixture fixture)
{
    [Fact]
    public void The_bundle_has_the_Compose_file_at_its_root_and_the_count_as_instances()
    {
        using var temp = new TempFolder();
        var result = ElasticBeanstalkTarget.Make(fixture["service-a"]);

        ExportWriter.Write(ExportForm.Zip, result.Files, temp["a/bundle.zip"]);

        using var zip = ZipFile.OpenRead(temp["a/bundle.zip"]);
        zip.Entries.Select(entry => entry.FullName).ShouldBe(["docker-compose.yml", ".ebextensions/instances.config"]);
        var compose = ComposeTargetTests.Of(result.Files[0].Text)["services"]!["service-a"]!;
        compose["ports"]!.ToJsonString().ShouldBe("""[{"target":8011,"published":"80"}]""");
        compose["deploy"]!["replicas"].ShouldBeNull();
        ComposeTargetTests.Of(result.Files[1].Text)["option_settings"]!.ToJsonString()
            .ShouldBe("""{"aws:autoscaling:asg":{"MinSize":"2","MaxSize":"2"}}""");
        // By an image of a registry, Dockerrun.aws.json would take the Compose file's place.
        result.Files.ShouldNotContain(file => file.Path.Contains("Dockerrun"));
        ExportWriter.FirstStale(ExportForm.Zip, result.Files, temp["a/bundle.zip"]).ShouldBeNull();
    }

    [Fact]
    public void An_autoscaler_is_the_instances_that_there_may_be()
    {
        var result = ElasticBeanstalkTarget.Make(fixture["service-b"]);

        result.Files[1].Text.ShouldContain("MinSize: \"2\"\n");
        result.Files[1].Text.ShouldContain("MaxSize: \"4\"\n");
        result.Left.ShouldContain(line => line.StartsWith("HorizontalPodAutoscaler service-b: spec.metrics"));
    }

    [Fact]
    public void A_database_does_not_come_along_nor_what_would_name_it()
    {
        var result = ElasticBeanstalkTarget.Make(fixture["orders"]);

        ComposeTargetTests.Of(result.Files[0].Text)["services"]!.AsObject().Select(service => service.Key).ShouldBe(["orders"]);
        result.Left.ShouldContain("StatefulSet orders-database");
        result.Left.ShouldContain(line => line.StartsWith("Job orders-migrations-"));
        result.Left.ShouldContain(line => line.Contains("$(ORDERS_DATABASE_SERVICE_HOST)"));
    }

    [SchemaFact]
    public async Task The_schema_of_Compose_finds_nothing_wrong()
    {
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders" })
        {
            var file = ComposeTargetTests.Of(ElasticBeanstalkTarget.Make(fixture[service]).Files[0].Text);
            (await Schemas.ErrorsAsync("compose", file)).ShouldBe("", service);
        }
    }
}
