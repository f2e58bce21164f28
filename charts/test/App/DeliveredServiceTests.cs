namespace BigBen.Charts.Tests.App;

/// <summary>What every service that there is deploys, by the way of a delivery; and, for the chart, what a sample does in full.</summary>
public class DeliveredServiceTests
{
    public static TheoryData<string, string> Services
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (environment, service) in Repository.Deployments)
                data.Add(environment, service);
            return data;
        }
    }

    [Theory]
    [InlineData("developer")]
    [InlineData("production")]
    public async Task What_is_deployed_is_what_was_reviewed(string environment) =>
        GoldenFile.ShouldBe($"{environment}-sample", await Delivered.SampleAsync(environment, "v1.2.0"));

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_image_is_pinned_by_digest_and_named_by_tag(string environment, string service)
    {
        var manifests = await Delivered.ServiceAsync(environment, service);

        manifests.Container().Text("image").ShouldMatch($"^registry\\.example:5001/bigben-{service}:4632410@sha256:a{{64}}$");
    }

    [Fact]
    public async Task A_tag_of_digits_alone_stays_a_string_from_record_to_pod()
    {
        var manifests = await Delivered.SampleAsync("developer", "4632410");

        var version = manifests.Container().Items("env").Named("APP_VERSION").At("value");
        version.ToString().ShouldBe("4632410");
        version.IsQuoted().ShouldBeTrue();
        var label = manifests.One("Deployment").At("metadata", "labels", "app.kubernetes.io/version");
        label.ToString().ShouldBe("4632410");
        label.IsQuoted().ShouldBeTrue();
        manifests.Container().Text("image").ShouldContain(":4632410@");
    }

    [Fact]
    public async Task A_tag_that_looks_like_a_power_of_ten_stays_as_it_is() =>
        (await Delivered.SampleAsync("developer", "634e207")).Container().Text("image").ShouldContain(":634e207@");

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_service_has_its_own_host_and_runs_on_the_backend_nodes(string environment, string service)
    {
        var manifests = await Delivered.ServiceAsync(environment, service);

        var prefix = Repository.Environments.Require(environment).HostPrefix;
        manifests.One("Ingress").Text("spec", "rules", "0", "host").ShouldBe($"{prefix}.{service}.bigben.localhost");
        manifests.One("Deployment").Map("spec", "template", "spec", "nodeSelector")
            .ShouldBe(new Dictionary<string, string> { ["tier"] = "backend" });
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_runs_in_more_than_one_pod_keeps_one_during_a_drain(string environment, string service)
    {
        var manifests = await Delivered.ServiceAsync(environment, service);

        var replicas = int.Parse(manifests.One("Deployment").Text("spec", "replicas"), System.Globalization.CultureInfo.InvariantCulture);
        manifests.Has("PodDisruptionBudget").ShouldBe(replicas > 1);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Whom_a_service_calls_is_there_listens_there_and_may_be_called(string environment, string service)
    {
        var manifests = await Delivered.ServiceAsync(environment, service);
        var called = manifests.Container().Items("env")
            .Select(variable => Uri.TryCreate(variable.Find("value")?.ToString(), UriKind.Absolute, out var url) ? url : null)
            .OfType<Uri>()
            .Where(url => Repository.Services.Contains(url.Host));

        foreach (var url in called)
        {
            var other = await Delivered.ServiceAsync(environment, url.Host);
            other.One("Service").Items("spec", "ports").Named("http").Text("port").ShouldBe($"{url.Port}");
            var labels = other.One("Deployment").Map("spec", "template", "metadata", "labels");
            manifests.One("NetworkPolicy").Items("spec", "egress")
                .Where(rule => rule.Find("ports", "0", "port")?.ToString() == $"{url.Port}")
                .Select(rule => rule.Map("to", "0", "podSelector", "matchLabels"))
                .ShouldContain(peer => peer.Count > 0 && peer.All(label => labels.GetValueOrDefault(label.Key) == label.Value));
        }
    }
}
