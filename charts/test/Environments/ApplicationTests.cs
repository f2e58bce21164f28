using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.Environments;

public class ApplicationTests
{
    [Fact]
    public async Task Chart_and_values_are_read_at_the_recorded_revision()
    {
        var source = (await ApplicationAsync("production-service-a")).At("spec", "source");
        var developer = (await ApplicationAsync("developer-service-a")).At("spec", "source");

        developer.Text("targetRevision").ShouldBe($"4632410{new string('a', 33)}");
        source.Text("repoURL").ShouldBe("http://git.example/big-ben.git");
        source.Text("targetRevision").ShouldBe("refs/tags/v1.2.0");
        source.At("targetRevision").IsQuoted().ShouldBeTrue();
        source.Text("path").ShouldBe("charts/app");
        source.Text("helm", "releaseName").ShouldBe("service-a");
        source.Items("helm", "valueFiles").Select(f => f.ToString()).ShouldBe(["/app/service-a/deploy-config/production/values.yaml"]);
    }

    [Fact]
    public async Task The_image_and_the_host_are_parameters_and_tag_and_digest_stay_strings()
    {
        var parameters = (await ApplicationAsync("developer-service-a")).Items("spec", "source", "helm", "parameters");

        parameters.Select(p => (p.Text("name"), p.Text("value"), p.Find("forceString")?.ToString())).ShouldBe([
            ("image.repository", "registry.example:5001/bigben-service-a", null),
            ("image.tag", "4632410", "true"),
            ("image.digest", $"sha256:{new string('a', 64)}", "true"),
            ("ingress.host", "dev.service-a.bigben.localhost", null),
        ]);
        parameters.ShouldAllBe(p => p.At("value").IsQuoted());
    }

    [Fact]
    public async Task Another_cluster_s_ingress_class_and_pull_secret_reach_the_service()
    {
        const string cluster = "ingressClass: nginx\npullSecret: login\n";
        var service = await Delivered.ServiceAsync("production", "service-a", cluster);

        service.One("Ingress").Text("spec", "ingressClassName").ShouldBe("nginx");
        service.One("Deployment").Text("spec", "template", "spec", "imagePullSecrets", "0", "name").ShouldBe("login");
        // Which pods the controller has is not known: every namespace may call, and as before the service's port alone.
        var from = service.One("NetworkPolicy").At("spec", "ingress", "0", "from", "1");
        from.Find("podSelector").ShouldBeNull();
        from.At("namespaceSelector").ToString().Replace(" ", "").ShouldBe("{}");
    }

    [Theory]
    [InlineData("", "http://production.service-a.bigben.localhost/")]
    [InlineData("port: 8080\n", "http://production.service-a.bigben.localhost:8080/")]
    public async Task The_link_in_argo_cd_has_the_port_that_people_use(string setting, string link) =>
        (await RealHelm.EnvironmentsAsync(Delivered.Settings + setting, Delivered.Developer, Delivered.Production))
            .One("Application", "production-service-a")
            .Text("metadata", "annotations", "link.argocd.argoproj.io/external-link").ShouldBe(link);

    [Fact]
    public async Task The_count_is_the_autoscalers_where_the_chart_says_so()
    {
        var spec = (await ApplicationAsync("developer-service-a")).At("spec");
        var ignored = spec.Items("ignoreDifferences").ShouldHaveSingleItem();

        ignored.Text("kind").ShouldBe("Deployment");
        ignored.Items("jqPathExpressions").ShouldHaveSingleItem().ToString().ShouldBe(
            "select(.metadata.annotations[\"bigben.localhost/autoscaled\"] == \"true\") | .spec.replicas");
        spec.Items("syncPolicy", "syncOptions").Select(o => o.ToString()).ShouldContain("RespectIgnoreDifferences=true");
    }

    [Fact]
    public async Task Monitoring_has_every_service_scraped()
    {
        var applications = await RealHelm.EnvironmentsAsync(
            Delivered.Settings + "monitoring: true\n", Delivered.Developer, Delivered.Production);

        foreach (var application in applications.Objects.Where(o => o.Text("kind") == "Application"))
        {
            var parameter = application.Items("spec", "source", "helm", "parameters").Named("serviceMonitor.enabled");
            parameter.Text("value").ShouldBe("true");
            // A boolean to Helm, so it must not be forced to be text.
            parameter.Find("forceString").ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("developer-service-a", "developer")]
    [InlineData("developer-service-b", "developer")]
    [InlineData("production-service-a", "production")]
    [InlineData("production-service-b", "production")]
    public async Task An_application_lives_in_argocd_and_deploys_into_its_environment(string name, string environment)
    {
        var application = await ApplicationAsync(name);

        application.Text("metadata", "namespace").ShouldBe("argocd");
        application.Text("spec", "project").ShouldBe(environment);
        application.Text("spec", "destination", "namespace").ShouldBe(environment);
        application.Text("spec", "destination", "server").ShouldBe("https://kubernetes.default.svc");
    }

    [Fact]
    public async Task Git_wins_always_and_what_goes_from_git_goes_from_the_cluster()
    {
        var application = await ApplicationAsync("production-service-b");
        var policy = application.At("spec", "syncPolicy");

        policy.Map("automated").ShouldBe(new Dictionary<string, string> { ["prune"] = "true", ["selfHeal"] = "true" }, ignoreOrder: true);
        int.Parse(policy.Text("retry", "limit")).ShouldBeGreaterThan(0);
        policy.Map("retry", "backoff").Keys.ShouldBe(["duration", "factor", "maxDuration"], ignoreOrder: true);
        application.Items("metadata", "finalizers").Select(f => f.ToString()).ShouldBe(["resources-finalizer.argocd.argoproj.io"]);
    }

    [Fact]
    public async Task The_namespace_is_made_with_the_restricted_pod_security()
    {
        var policy = (await ApplicationAsync("production-service-b")).At("spec", "syncPolicy");

        policy.Items("syncOptions").Select(o => o.ToString()).ShouldContain("CreateNamespace=true");
        policy.Map("managedNamespaceMetadata", "labels").ShouldBe(new Dictionary<string, string>
        {
            ["pod-security.kubernetes.io/enforce"] = "restricted",
            ["pod-security.kubernetes.io/audit"] = "restricted",
            ["pod-security.kubernetes.io/warn"] = "restricted",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Only_commits_that_touch_its_files_make_argo_cd_render_again()
    {
        var application = await ApplicationAsync("developer-service-b");

        var paths = application.Text("metadata", "annotations", "argocd.argoproj.io/manifest-generate-paths").Split(';');
        paths.ShouldContain($"/{application.Text("spec", "source", "path")}");
        foreach (var file in application.Items("spec", "source", "helm", "valueFiles").Select(f => f.ToString()))
            paths.ShouldContain(path => file.StartsWith(path + "/", StringComparison.Ordinal));
        // The services of these records are samples; who has folders of theirs is for others to say.
        paths.Where(path => !path.StartsWith("/app/", StringComparison.Ordinal))
            .ShouldAllBe(path => Directory.Exists(Repository.Path(path)));
    }

    [Fact]
    public async Task Every_application_is_synced_the_same_way()
    {
        var applications = (await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer, Delivered.Production)).Objects
            .Where(o => o.Text("kind") == "Application").ToList();

        applications.Count.ShouldBe(4);
        applications.Select(a => a.At("spec", "syncPolicy").ToString()).Distinct().ShouldHaveSingleItem();
    }

    private static async Task<YamlNode> ApplicationAsync(string name) =>
        (await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer, Delivered.Production)).One("Application", name);
}
