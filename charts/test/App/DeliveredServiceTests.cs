namespace BigBen.Charts.Tests.App;

public class DeliveredServiceTests
{
    public static TheoryData<string, string> Services
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var environment in Repository.Environments.Names)
            {
                foreach (var service in Repository.Services)
                    all.Add(environment, service);
            }

            return all;
        }
    }

    public static TheoryData<string> Environments => [.. Repository.Environments.Names];

    [Theory]
    [InlineData("developer", "service-a")]
    [InlineData("developer", "service-b")]
    [InlineData("production", "service-a")]
    [InlineData("production", "service-b")]
    public async Task What_is_deployed_is_what_was_reviewed(string environment, string service) =>
        GoldenFile.ShouldBe($"{environment}-{service}", await Delivered.ServiceAsync(environment, service));

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_image_is_pinned_by_digest_and_named_by_tag(string environment, string service)
    {
        var manifests = await Delivered.ServiceAsync(environment, service);

        manifests.Container().Text("image").ShouldMatch($"^registry\\.example:5001/bigben-{service}:[a-z0-9.]+@sha256:[ab]{{64}}$");
    }

    [Fact]
    public async Task A_tag_of_digits_alone_stays_a_string_from_record_to_pod()
    {
        var manifests = await Delivered.ServiceAsync("developer", "service-a");

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
        (await Delivered.ServiceAsync("developer", "service-b")).Container().Text("image").ShouldContain(":634e207@");

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
    [InlineData("developer", "1", false)]
    [InlineData("production", "2", true)]
    public async Task Production_runs_two_pods_and_keeps_one_during_a_drain(string environment, string replicas, bool budget)
    {
        foreach (var service in new[] { "service-a", "service-b" })
        {
            var manifests = await Delivered.ServiceAsync(environment, service);

            manifests.One("Deployment").Text("spec", "replicas").ShouldBe(replicas);
            manifests.Has("PodDisruptionBudget").ShouldBe(budget);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Service_b_calls_service_a_where_service_a_listens_and_may_do_so(string environment)
    {
        var a = await Delivered.ServiceAsync(environment, "service-a");
        var b = await Delivered.ServiceAsync(environment, "service-b");

        var url = new Uri(b.Container().Items("env").Named("SERVICE_A_URL").Text("value"));
        url.Host.ShouldBe(a.One("Service").Text("metadata", "name"));
        a.One("Service").Items("spec", "ports").Named("http").Text("port").ShouldBe($"{url.Port}");
        var egress = b.One("NetworkPolicy").Items("spec", "egress")[1];
        egress.Text("ports", "0", "port").ShouldBe($"{url.Port}");
        var peer = egress.Map("to", "0", "podSelector", "matchLabels");
        var labels = a.One("Deployment").Map("spec", "template", "metadata", "labels");
        peer.ShouldNotBeEmpty();
        peer.ShouldAllBe(label => labels.GetValueOrDefault(label.Key) == label.Value);
    }
}
