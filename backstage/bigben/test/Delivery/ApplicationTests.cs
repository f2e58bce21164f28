using BigBen.Delivery;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Helm;

namespace BigBen.Tests.Delivery;

public sealed class ApplicationTests
{
    private const string Yaml = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: { name: developer-service-a, namespace: argocd }
        spec:
          project: developer
          destination: { server: https://kubernetes.default.svc, namespace: developer }
          source:
            repoURL: file:///forge.git
            targetRevision: main
            path: charts/app
            helm:
              releaseName: service-a
              valueFiles: [/app/service-a/deploy-config/developer/values.yaml]
              parameters:
                - { name: image.tag, value: "8817095", forceString: true }
                - { name: image.digest, value: "sha256:0", forceString: true }
        """;

    [Fact]
    public void An_Application_is_read()
    {
        var application = Read(Yaml);

        (application.Project, application.Namespace, application.RepositoryUrl, application.TargetRevision, application.ChartPath, application.ReleaseName)
            .ShouldBe(("developer", "developer", "file:///forge.git", "main", "charts/app", "service-a"));
        application.ValueFiles.ShouldBe(["app/service-a/deploy-config/developer/values.yaml"]);
        application.Parameters[0].ShouldBe(new HelmParameter("image.tag", "8817095", true));
        (application.Version, application.Digest).ShouldBe(("8817095", "sha256:0"));
    }

    [Theory]
    [InlineData("  project: developer\n", "spec.project")]
    [InlineData("    repoURL: file:///forge.git\n", "spec.source.repoURL")]
    [InlineData("    path: charts/app\n", "spec.source.path")]
    [InlineData(", namespace: developer", "spec.destination.namespace")]
    public void A_missing_field_is_named(string line, string field) =>
        Should.Throw<PlatformException>(() => Read(Yaml.Replace(line, ""))).Message.ShouldContain(field);

    [Fact]
    public void Several_sources_are_Argo_CDs_alone() =>
        Should.Throw<PlatformException>(() => Read(Yaml.Replace("  source:", "  sources:"))).Message.ShouldContain("spec.sources");

    [Fact]
    public void A_project_refuses_other_repositories_and_other_namespaces()
    {
        var project = new AppProject("developer", ["file:///forge.git"], ["developer"]);
        var application = Read(Yaml);

        project.Refuses(application).ShouldBeNull();
        project.Refuses(application with { RepositoryUrl = "file:///other.git" }).ShouldNotBeNull().ShouldContain("file:///other.git is not permitted");
        project.Refuses(application with { Namespace = "production" }).ShouldNotBeNull().ShouldContain("'production' is not permitted");
        (project with { SourceRepositories = ["*"], Namespaces = ["*"] }).Refuses(application with { Namespace = "production" }).ShouldBeNull();
    }

    private static Application Read(string yaml) => Application.Read(Manifest.ParseAll(yaml, "test", "argocd").Single());
}
