using YamlDotNet.RepresentationModel;
namespace BigBen.Charts.Tests.App;

public class NamesAndLabelsTests
{
    [Fact]
    public async Task Objects_are_named_like_the_release_and_stand_in_its_namespace()
    {
        var manifests = await RealHelm.AppAsync(Everything.On);

        foreach (var o in manifests.Objects)
        {
            // A ConfigMap has also what is in it in its name.
            o.Text("metadata", "name").ShouldMatch(
                o.Text("kind") switch { "Pod" => "^service-a-test$", "ConfigMap" => "^service-a-[0-9a-f]{8}$", _ => "^service-a$" });
            o.Text("metadata", "namespace").ShouldBe("developer");
        }
    }

    [Fact]
    public async Task Every_object_has_the_recommended_labels()
    {
        foreach (var o in (await RealHelm.AppAsync(Everything.On)).Objects)
        {
            var test = o.Text("kind") == "Pod";
            var labels = o.Map("metadata", "labels");
            labels["app.kubernetes.io/name"].ShouldBe(test ? "service-a-test" : "service-a");
            labels["app.kubernetes.io/instance"].ShouldBe("service-a");
            labels["app.kubernetes.io/version"].ShouldBe("v1.2.0");
            labels["app.kubernetes.io/component"].ShouldBe(test ? "test" : "service");
            labels["app.kubernetes.io/part-of"].ShouldBe("big-ben");
            labels["app.kubernetes.io/managed-by"].ShouldBe("Helm");
            labels["helm.sh/chart"].ShouldBe("app-1.0.0");
        }
    }

    [Fact]
    public async Task The_deployment_selects_its_own_pods_and_so_do_service_budget_monitor_and_policy()
    {
        var manifests = await RealHelm.AppAsync(Everything.On);
        var pod = manifests.One("Deployment").Map("spec", "template", "metadata", "labels");
        var helmTest = manifests.One("Pod").Map("metadata", "labels");
        var selectors = new[]
        {
            manifests.One("Deployment").Map("spec", "selector", "matchLabels"),
            manifests.One("Service").Map("spec", "selector"),
            manifests.One("PodDisruptionBudget").Map("spec", "selector", "matchLabels"),
            manifests.One("NetworkPolicy").Map("spec", "podSelector", "matchLabels"),
            manifests.One("Deployment").Map("spec", "template", "spec", "topologySpreadConstraints", "0", "labelSelector", "matchLabels"),
        };

        foreach (var selector in selectors)
        {
            selector.ShouldAllBe(label => pod[label.Key] == label.Value);
            selector.ShouldContain(
                label => helmTest.GetValueOrDefault(label.Key) != label.Value, "the pod of helm test must get no requests");
        }

        var service = manifests.One("Service").Map("metadata", "labels");
        manifests.One("ServiceMonitor").Map("spec", "selector", "matchLabels").ShouldAllBe(label => service[label.Key] == label.Value);
    }

    [Fact]
    public async Task A_long_tag_makes_a_valid_label()
    {
        var tag = new string('a', 62) + ".-x";

        var label = (await RealHelm.AppAsync($"image: {{tag: {tag}}}")).One("Deployment")
            .Text("metadata", "labels", "app.kubernetes.io/version");

        label.ShouldBe(new string('a', 62));
    }

    [Fact]
    public async Task A_release_name_that_cannot_name_a_service_is_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(release: "1a"))).ShouldContain("the release name '1a' cannot name a Service");

    [Theory]
    [InlineData("")]
    [InlineData(Everything.On)]
    public async Task Nothing_is_rendered_empty(string values)
    {
        foreach (var o in (await RealHelm.AppAsync(values)).Objects)
            o.Walk().Where(n => IsNothing(n.Node)).Select(n => n.Path).ShouldBeEmpty($"in {o.Text("kind")}");
    }

    private static bool IsNothing(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "null" or "~" };
}
