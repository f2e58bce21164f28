namespace BigBen.Charts.Tests.App;

public class HorizontalPodAutoscalerTests
{
    [Fact]
    public async Task There_is_none_unless_asked() =>
        (await RealHelm.AppAsync()).Has("HorizontalPodAutoscaler").ShouldBeFalse();

    [Fact]
    public async Task The_autoscaler_alone_decides_how_many_pods_there_are()
    {
        var manifests = await RealHelm.AppAsync(
            "replicas: 4\nautoscaling: {enabled: true, minReplicas: 3, maxReplicas: 9, targetCPUUtilizationPercentage: 60}");

        // Left out, the API server would make it 1 before the autoscaler sees it.
        manifests.One("Deployment").Text("spec", "replicas").ShouldBe("3");
        manifests.One("Deployment").Text("metadata", "annotations", "bigben.localhost/autoscaled").ShouldBe("true");
        var spec = manifests.One("HorizontalPodAutoscaler").At("spec");
        spec.Text("scaleTargetRef", "kind").ShouldBe("Deployment");
        spec.Text("scaleTargetRef", "name").ShouldBe(manifests.One("Deployment").Text("metadata", "name"));
        spec.Text("minReplicas").ShouldBe("3");
        spec.Text("maxReplicas").ShouldBe("9");
        spec.Text("metrics", "0", "resource", "target", "averageUtilization").ShouldBe("60");
    }

    [Theory]
    [InlineData(5, 2, true, 2)]
    [InlineData(1, 2, true, 2)]
    [InlineData(5, 2, false, 5)]
    [InlineData(1, 2, false, 1)]
    public async Task Switched_on_or_off_the_count_is_one_that_was_asked_for(int replicas, int least, bool enabled, int count)
    {
        var deployment = (await RealHelm.AppAsync(
            $"replicas: {replicas}\nautoscaling: {{enabled: {(enabled ? "true" : "false")}, minReplicas: {least}}}")).One("Deployment");

        deployment.Text("spec", "replicas").ShouldBe($"{count}");
        (deployment.Find("metadata", "annotations", "bigben.localhost/autoscaled") is not null).ShouldBe(enabled);
    }

    // A limit alone is the request as well, and a sidecar that says nothing has what the program has.
    [Theory]
    [InlineData("true", "requests: {cpu: 10m}")]
    [InlineData("true", "limits: {cpu: 10m}")]
    [InlineData("true", "")]
    [InlineData("false", "limits: {memory: 32Mi}")]
    public async Task A_sidecar_whose_share_is_known_or_not_asked_for_is_taken(string enabled, string resources) =>
        (await RealHelm.AppAsync(
            $"autoscaling: {{enabled: {enabled}}}\nsidecars: [{{name: proxy, image: p, resources: {{{resources}}}}}]"))
            .Has("HorizontalPodAutoscaler").ShouldBe(enabled == "true");

    [Theory]
    [InlineData("autoscaling: {enabled: true, minReplicas: 6}", "autoscaling.minReplicas is greater than autoscaling.maxReplicas")]
    [InlineData("autoscaling: {enabled: true}\nresources: {requests: {cpu: null}}", "autoscaling needs resources.requests.cpu")]
    [InlineData("autoscaling: {enabled: true}\nresources: {requests: null}", "autoscaling needs resources.requests.cpu")]
    [InlineData(
        "autoscaling: {enabled: true}\nsidecars: [{name: proxy, image: p, resources: {requests: {memory: 32Mi}}}]",
        "autoscaling needs resources.requests.cpu of the sidecar 'proxy' too")]
    [InlineData(
        "autoscaling: {enabled: true}\nsidecars: [{name: proxy, image: p, resources: {limits: {memory: 32Mi}}}]",
        "autoscaling needs resources.requests.cpu of the sidecar 'proxy' too")]
    public async Task An_autoscaler_that_could_not_work_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
