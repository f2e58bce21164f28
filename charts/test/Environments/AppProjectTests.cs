using BigBen.Charts.Tests.App;
using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.Environments;

public class AppProjectTests
{
    [Theory]
    [InlineData("developer")]
    [InlineData("production")]
    public async Task A_project_deploys_this_repository_into_its_own_namespace_and_nowhere_else(string environment)
    {
        var project = await ProjectAsync(environment);

        project.Text("metadata", "namespace").ShouldBe("argocd");
        project.Items("spec", "sourceRepos").Select(r => r.ToString()).ShouldBe(["http://git.example/big-ben.git"]);
        project.Items("spec", "destinations").ShouldHaveSingleItem();
        project.Map("spec", "destinations", "0").ShouldBe(
            new Dictionary<string, string> { ["server"] = "https://kubernetes.default.svc", ["namespace"] = environment },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("developer")]
    [InlineData("production")]
    public async Task The_only_object_outside_a_namespace_is_the_namespace(string environment)
    {
        var allowed = (await ProjectAsync(environment)).Items("spec", "clusterResourceWhitelist").ShouldHaveSingleItem();

        allowed.Text("group").ShouldBe("");
        allowed.Text("kind").ShouldBe("Namespace");
        allowed.Text("name").ShouldBe(environment);
    }

    [Fact]
    public async Task All_that_the_chart_can_render_is_allowed_and_nothing_that_grants_rights()
    {
        var allowed = (await ProjectAsync("production")).Items("spec", "namespaceResourceWhitelist")
            .Select(kind => (Group: kind.Text("group"), Kind: kind.Text("kind"))).ToList();

        const string cluster = "database: {enabled: true, mode: cloudnativepg}";
        foreach (var values in new[] { Everything.On, Everything.Cronjob, Everything.Stateful, cluster })
        {
            foreach (var o in (await RealHelm.AppAsync(values)).Objects)
            {
                var version = o.Text("apiVersion");
                allowed.ShouldContain((version.Contains('/', StringComparison.Ordinal) ? version.Split('/')[0] : "", o.Text("kind")));
            }
        }

        allowed.Select(a => a.Kind).ShouldNotContain(
            kind => kind.StartsWith("Role", StringComparison.Ordinal) || kind == "*");
    }

    [Fact]
    public async Task A_project_is_there_before_its_applications_and_goes_after_them()
    {
        var project = await ProjectAsync("developer");

        project.Text("metadata", "annotations", "argocd.argoproj.io/sync-wave").ShouldBe("-1");
        project.Items("metadata", "finalizers").Select(f => f.ToString()).ShouldBe(["resources-finalizer.argocd.argoproj.io"]);
    }

    private static async Task<YamlNode> ProjectAsync(string environment) =>
        (await RealHelm.EnvironmentsAsync(Delivered.Settings, Delivered.Developer, Delivered.Production)).One("AppProject", environment);
}
