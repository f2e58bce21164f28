using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests.App;

public class HelmTestHookTests
{
    [Fact]
    public async Task The_service_is_asked_through_its_service_with_its_own_image()
    {
        var manifests = await RealHelm.AppAsync("service: {port: 8011}");

        var pod = manifests.One("Pod");
        pod.Text("metadata", "annotations", "helm.sh/hook").ShouldBe("test");
        pod.Text("spec", "restartPolicy").ShouldBe("Never");
        var container = pod.Items("spec", "containers").ShouldHaveSingleItem();
        container.Text("image").ShouldBe(manifests.Container().Text("image"));
        container.Items("args").Select(a => a.ToString()).ShouldBe(["probe", "http://service-a:8011/health"]);
        container.Find("command").ShouldBeNull();
    }

    [Fact]
    public async Task It_is_no_part_of_what_is_delivered() =>
        (await RealHelm.TemplateAsync(new HelmTemplate("service-a", Repository.AppChart, "developer")
        {
            Parameters = [new("image.repository", "registry.example/bigben-service-a"), new("image.tag", "v1", ForceString: true)],
            SkipTests = true,
        })).Kinds.ShouldBe(["Deployment", "NetworkPolicy", "Service", "ServiceAccount"]);
}
