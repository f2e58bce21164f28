using System.Text.Json.Nodes;
using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests.Environments;

/// <summary>The root Application: what keeps the environments equal to git.</summary>
public class RootApplicationTests
{
    private const string Values = "repository: file:///forge.git\nregistry: registry.example:5000\ndomain: bigben.localhost\n";

    [Fact]
    public async Task It_renders_the_environments_with_their_records_and_settings()
    {
        var source = (await RenderAsync()).One("Application").At("spec", "source");

        // By its full name: of a branch and a tag that are both called main, git takes the one and Argo CD the other.
        source.Text("targetRevision").ShouldBe("refs/heads/main");
        Directory.Exists(Repository.Path(source.Text("path"))).ShouldBeTrue();
        // The chart reads the records of the environments that it lists: a new one needs no new root Application.
        source.Find("helm", "valueFiles").ShouldBeNull();
        var parameters = source.Items("helm", "parameters");
        parameters.Named("repository").Text("value").ShouldBe("file:///forge.git");
        parameters.Named("registry").Text("value").ShouldBe("registry.example:5000");
        parameters.Named("domain").Text("value").ShouldBe("bigben.localhost");
        parameters.Named("port").Text("value").ShouldBe("0");
        parameters.Named("monitoring").Text("value").ShouldBe("false");
    }

    [Fact]
    public async Task Its_project_permits_it_and_nothing_but_environments()
    {
        var rendered = await RenderAsync();
        var project = rendered.One("AppProject");

        rendered.One("Application").Text("spec", "project").ShouldBe(project.Text("metadata", "name"));
        project.Items("spec", "sourceRepos").Select(repository => $"{repository}").ShouldBe(["file:///forge.git"]);
        project.Text("spec", "destinations", "0", "namespace").ShouldBe("argocd");
        project.Items("spec", "clusterResourceWhitelist").ShouldBeEmpty();
        var kinds = (await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer, Delivered.Production)).Kinds.Distinct();
        project.Items("spec", "namespaceResourceWhitelist").Select(item => item.Text("kind")).ShouldBe(kinds, ignoreOrder: true);
    }

    [Fact]
    public async Task In_a_cluster_of_others_it_tells_whose_it_is_and_what_is_another_s_there()
    {
        var rendered = await RenderAsync($"{Values}ingressClass: nginx\npullSecret: login\nplatform: big-ben-1\n");

        var root = rendered.One("Application");
        root.Text("metadata", "labels", "bigben.localhost/platform").ShouldBe("big-ben-1");
        root.Items("spec", "source", "helm", "parameters").Named("ingressClass").Text("value").ShouldBe("nginx");
        root.Items("spec", "source", "helm", "parameters").Named("pullSecret").Text("value").ShouldBe("login");
        // Argo CD cannot delete an Application whose project is gone.
        rendered.One("AppProject").Items("metadata", "finalizers").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task It_tries_again_as_the_local_platform_s()
    {
        var chart = YamlReader.Documents((await RenderAsync()).Text(), "root").Select(document => document.Body)
            .Single(body => $"{body!["kind"]}" == "Application");
        var local = RootApplication.Manifest("r", new EnvironmentSettings("local", "bigben.localhost"), []);

        RetryOf(chart!).ShouldBe(RetryOf(local));

        static string RetryOf(JsonNode application) => application["spec"]!["syncPolicy"]!["retry"]!.ToJsonString();
    }

    [Fact]
    public async Task Without_a_repository_it_is_refused() =>
        (await RealHelm.RefusalAsync(() => RenderAsync("registry: a\ndomain: b\n"))).ShouldContain("repository");

    [Fact]
    public async Task It_passes_the_linter() =>
        (await RealHelm.LintAsync(Repository.Path("backstage/cd/argo/root"), Values)).ExitCode.ShouldBe(0);

    private static async Task<Manifests> RenderAsync(string values = Values)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, values);
            var template = new HelmTemplate("big-ben", Repository.Path("backstage/cd/argo/root"), "argocd") { ValueFiles = [file] };
            return await RealHelm.TemplateAsync(template);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
