using System.Text.Json;
using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.Tests.ArgoCd.Applications;

public sealed class AppProjectTests
{
    private const string Everywhere = """ "destinations": [{ "server": "*", "namespace": "*" }] """;
    private const string Everything = """ "sourceRepos": ["*"] """;
    private const string Namespaces = """ "clusterResourceWhitelist": [{ "group": "", "kind": "Namespace", "name": "dev*" }] """;

    [Theory]
    [InlineData(""" "sourceRepos": [] """, false)]
    [InlineData(""" "sourceRepos": ["*"] """, true)]
    [InlineData(""" "sourceRepos": ["https://host.example/Team/repo"] """, true)]
    [InlineData(""" "sourceRepos": ["https://host.example/*"] """, false)]
    [InlineData(""" "sourceRepos": ["https://host.example/**"] """, true)]
    [InlineData(""" "sourceRepos": ["!https://host.example/team/*", "*"] """, false)]
    [InlineData(""" "sourceRepos": ["!https://host.example/other/*", "*"] """, true)]
    public void Repositories_are_permitted_by_their_patterns(string repositories, bool isPermitted) =>
        Project(repositories, Everywhere).Refusals(Application()).ShouldBe(
            isPermitted ? [] : ["application repo https://host.example/team/repo.git is not permitted in project 'p'"]);

    [Theory]
    [InlineData(""" { "server": "https://kubernetes.default.svc", "namespace": "developer" } """, true)]
    [InlineData(""" { "name": "in-cluster", "namespace": "dev*" } """, true)]
    [InlineData(""" { "server": "https://other", "namespace": "developer" } """, false)]
    [InlineData(""" { "server": "*", "namespace": "!developer" }, { "server": "*", "namespace": "*" } """, false)]
    [InlineData(""" { "server": "*", "namespace": "!kube-system" }, { "server": "*", "namespace": "*" } """, true)]
    [InlineData(""" { "server": "!https://kubernetes.default.svc", "namespace": "*" }, { "server": "*", "namespace": "*" } """, false)]
    public void Destinations_are_permitted_by_their_patterns(string destinations, bool isPermitted) =>
        Project(Everything, $"\"destinations\": [{destinations}]").Refusals(Application()).ShouldBe(isPermitted
            ? []
            :
            [
                "application destination server 'https://kubernetes.default.svc' and namespace 'developer' do not match any of the allowed "
                + "destinations in project 'p'",
            ]);

    [Theory]
    [InlineData("\"permitOnlyProjectScopedClusters\": true", "application destination server")]
    [InlineData(""" "signatureKeys": [{ "keyID": "4AEE18F83AFDEB23" }] """, "spec.signatureKeys of project 'p' is not supported")]
    [InlineData(""" "sourceIntegrity": { "git": {} } """, "spec.sourceIntegrity of project 'p' is not supported")]
    public void What_cannot_be_checked_here_is_refused(string rule, string refusal) =>
        Project(Everything, Everywhere, rule).Refusals(Application()).ShouldHaveSingleItem().ShouldStartWith(refusal);

    [Fact]
    public void Everything_that_is_not_permitted_is_told() => Project().Refusals(Application()).Count().ShouldBe(2);

    [Theory]
    [InlineData("", "developer", false)]
    [InlineData(Namespaces, "developer", true)]
    [InlineData(Namespaces, "other", false)]
    [InlineData(Namespaces + """, "clusterResourceBlacklist": [{ "group": "", "kind": "Name*" }] """, "developer", false)]
    public void Objects_of_the_cluster_have_to_be_listed(string rules, string name, bool isPermitted) =>
        Project(Everywhere, rules).Refuses(new ObjectKey("", "Namespace", "", name))
            .ShouldBe(isPermitted ? null : "resource :Namespace is not permitted in project p");

    [Theory]
    [InlineData("", true)]
    [InlineData(""" "namespaceResourceWhitelist": [] """, false)]
    [InlineData(""" "namespaceResourceWhitelist": [{ "group": "apps", "kind": "*" }] """, true)]
    [InlineData(""" "namespaceResourceWhitelist": [{ "group": "batch", "kind": "*" }] """, false)]
    [InlineData(""" "namespaceResourceBlacklist": [{ "group": "apps", "kind": "Deploy*" }] """, false)]
    [InlineData(""" "namespaceResourceBlacklist": [{ "group": "", "kind": "Deployment" }] """, true)]
    public void Objects_of_a_namespace_are_permitted_unless_lists_say_otherwise(string rules, bool isPermitted) =>
        Project(Everywhere, rules).Refuses(new ObjectKey("apps", "Deployment", "developer", "a"))
            .ShouldBe(isPermitted ? null : "resource apps:Deployment is not permitted in project p");

    [Fact]
    public void Objects_stay_in_the_namespaces_of_the_destinations() =>
        Project("\"destinations\": [{ \"server\": \"*\", \"namespace\": \"developer\" }]")
            .Refuses(new ObjectKey("", "Service", "production", "a")).ShouldBe("namespace production is not permitted in project 'p'");

    private static AppProject Project(params string[] rules)
    {
        var spec = string.Join(", ", rules.Where(rule => rule.Length > 0));
        return new AppProject(Json($$"""{ "metadata": { "name": "p" }, "spec": { {{spec}} } }"""));
    }

    private static Application Application() => BigBen.ArgoCd.Applications.Application.Read(Json(
        """
        {
          "metadata": { "name": "a" },
          "spec": {
            "project": "p",
            "source": { "repoURL": "https://host.example/team/repo.git", "path": "chart" },
            "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" }
          }
        }
        """));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
