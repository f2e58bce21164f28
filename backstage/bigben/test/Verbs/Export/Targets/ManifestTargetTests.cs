using BigBen.Manifests;
using BigBen.Manifests.Validation;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ApiServer.Kubectl;
using BigBen.Verbs.Export;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class ManifestTargetTests(ExportFixture fixture)
{
    [Theory]
    [InlineData("service-a")]
    [InlineData("service-b")]
    [InlineData("nightly")]
    [InlineData("orders")]
    public void It_is_what_the_environment_runs_and_an_API_server_finds_nothing_wrong(string service)
    {
        var result = ManifestTarget.Make(fixture[service]);

        var objects = Manifest.ParseAll(result.Files.Single().Text, "install.yaml", "nowhere");
        objects.Select(manifest => manifest.Hash).ShouldBe(ObjectsOf(fixture[service]).Select(manifest => manifest.Hash));
        objects[0].Key.Kind.ShouldBe("Namespace");
        result.Files[0].Text.ShouldContain($"{ExportFixture.Registry}/bigben-{service}:v1.0.0@{ExportFixture.Digest}");
        result.Left.ShouldAllBe(line => line.StartsWith("Secret ") || line.StartsWith("Job orders-migrations-"));
        foreach (var manifest in objects)
        {
            var version = $"{manifest.Body["apiVersion"]}";
            Validator.UnknownFields(version, manifest.Key.Kind, manifest.Body).ShouldBeEmpty($"{manifest}");
            Validator.Errors(manifest.Key.Group, manifest.Key.Kind, manifest.Body).ShouldBeEmpty($"{manifest}");
        }
    }

    [Fact]
    public void A_Secret_that_git_keeps_encrypted_is_told_to_be_missing()
    {
        var source = fixture["service-a"] with { EncryptedSecret = "service-a-secrets" };

        foreach (var result in new[] { ManifestTarget.Make(source), ComposeTarget.Make(source), CloudRunTarget.Make(source) })
        {
            result.Left.ShouldContain(line => line.StartsWith("Secret service-a-secrets: "));
            result.Files[0].Text.ShouldContain("#   Secret service-a-secrets: ");
        }
    }

    [Fact]
    public void Secrets_that_pods_do_not_start_without_are_told_with_their_keys()
    {
        SecretsLeft(fixture["orders"])
            .ShouldBe(["Secret orders-secrets: make it in the namespace production first, with DB_PASSWORD"]);
        foreach (var result in new[] { MinikubeTarget.Make(fixture["service-a"]), KustomizeTarget.Make(fixture["service-a"]) })
        {
            result.Left.ShouldBe(
            [
                "Secret more: make it in the namespace production first",
                "Secret orders-db: make it in the namespace production first, with password",
                "Secret tls: make it in the namespace production first",
            ]);
            foreach (var line in result.Left)
                result.Files[0].Text.ShouldContain($"#   {line}\n");
        }

        ManifestTarget.Make(fixture["service-b"]).Left.ShouldBeEmpty();
        SecretsLeft(fixture["orders"] with { EncryptedSecret = "orders-secrets" })
            .ShouldHaveSingleItem().ShouldContain("encrypted");
    }

    [Theory]
    [InlineData("{ apiVersion: v1, kind: Secret, metadata: { name: orders-secrets }, stringData: { DB_PASSWORD: p } }")]
    [InlineData("{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: orders-secrets } }")]
    [InlineData("{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: a }, "
        + "spec: { target: { name: orders-secrets } } }")]
    public void A_Secret_that_an_object_of_the_release_brings_is_not_asked_for(string bringer)
    {
        var source = fixture["orders"];
        var objects = source.Recorded.Objects.Concat(Manifest.ParseAll(bringer, "bringer.yaml", "production")).ToList();

        SecretsLeft(source with { Recorded = source.Recorded with { Objects = objects } }).ShouldBeEmpty();
    }

    [Fact]
    public void A_Job_that_has_no_turn_is_told_tried_as_often_as_its_sync_and_waited_for()
    {
        var source = fixture["orders"];
        var job = source.Jobs.ShouldHaveSingleItem();
        var result = ManifestTarget.Make(source);

        var told = result.Left[^1];
        told.ShouldBe($"Job {job.Key.Name}: starts at the same time as all the rest, not in its turn before the new pods");
        result.Files[0].Text.ShouldContain($"#   {told}\n");
        result.Next.ShouldBe("kubectl apply --server-side --filename install.yaml "
            + $"&& kubectl wait --namespace production --for condition=complete --timeout 600s job/{job.Key.Name}");
        result.Files[0].Text.ShouldContain($"# {result.Next}\n");
        source.Recorded.Retries.ShouldBe(5);
        $"{job.Body["spec"]!["backoffLimit"]}".ShouldBe("2");
        var applied = Manifest.ParseAll(result.Files[0].Text, "install.yaml", "nowhere").Single(manifest => manifest.Key == job.Key);
        $"{applied.Body["spec"]!["backoffLimit"]}".ShouldBe("5");
    }

    /// <summary>What a target that applies everything at once writes of a service, its namespace first.</summary>
    internal static IEnumerable<Manifest> ObjectsOf(ExportSource source) => [source.Recorded.Namespace, .. source.Recorded.AtOnce];

    private static IEnumerable<string> SecretsLeft(ExportSource source) =>
        ManifestTarget.Make(source).Left.Where(line => line.StartsWith("Secret "));

    [KubectlFact]
    public async Task A_real_kubectl_asks_the_API_server_for_all_of_it()
    {
        await using var api = await TestApi.StartAsync("production");
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders" })
        {
            var install = ManifestTarget.Make(fixture[service]).Files[0].Text;
            string[] apply = ["apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename", "-"];
            var result = await Kubectl.RunAsync(api, install, apply);

            result.ExitCode.ShouldBe(0, result.Error);
            result.Output.Trim().Split('\n').Length.ShouldBe(fixture[service].Objects.Count, result.Output);
        }
    }
}
