namespace BigBen.Charts.Tests.App;

public class SchemaTests
{
    [Theory]
    [InlineData("replicaCount: 2", "replicaCount")]
    [InlineData("image: {name: x}", "name")]
    [InlineData("image: {tag: 4632410}", "image.tag")]
    [InlineData("image: {tag: 1.5}", "image.tag")]
    [InlineData("image: {tag: \"a b\"}", "image.tag")]
    [InlineData("image: {tag: \"a/b\"}", "image.tag")]
    [InlineData("image: {digest: \"sha256:123\"}", "image.digest")]
    [InlineData("image: {digest: \"md5:d41d8cd98f00b204e9800998ecf8427e\"}", "image.digest")]
    [InlineData("image: {repository: \"Registry/App\"}", "image.repository")]
    [InlineData("image: {pullPolicy: Sometimes}", "image.pullPolicy")]
    [InlineData("replicas: -1", "replicas")]
    [InlineData("replicas: \"2\"", "replicas")]
    [InlineData("replicas: 1.5", "replicas")]
    [InlineData("env: {A: 1}", "env.A")]
    [InlineData("env: {A: true}", "env.A")]
    [InlineData("env: {A-B: \"1\"}", "A-B")]
    [InlineData("env: [{name: A, value: b}]", "env")]
    [InlineData("service: {port: 0}", "service.port")]
    [InlineData("service: {port: 70000}", "service.port")]
    [InlineData("service: {type: NodePort}", "type")]
    [InlineData("ingress: {host: \"http://a.example\"}", "ingress.host")]
    [InlineData("ingress: {host: \"a.example:8080\"}", "ingress.host")]
    [InlineData("ingress: {enabled: \"yes\"}", "ingress.enabled")]
    [InlineData("ingress: {annotations: {a: 1}}", "ingress.annotations.a")]
    [InlineData("httpRoute: {hostnames: [\"\"]}", "httpRoute.hostnames.0")]
    [InlineData("autoscaling: {minReplicas: 0}", "autoscaling.minReplicas")]
    [InlineData("podDisruptionBudget: {minAvailable: 1}", "minAvailable")]
    [InlineData("podDisruptionBudget: {maxUnavailable: 200%}", "podDisruptionBudget.maxUnavailable")]
    [InlineData("networkPolicy: {peers: [{name: service-a}]}", "port")]
    [InlineData("networkPolicy: {peers: [service-a]}", "networkPolicy.peers.0")]
    [InlineData("networkPolicy: {monitoring: {namespace: x}}", "namespace")]
    [InlineData("networkPolicy: {egress: [{}, {from: []}]}", "from")]
    [InlineData("serviceMonitor: {interval: fast}", "serviceMonitor.interval")]
    [InlineData("probes: {readiness: {path: /x}}", "path")]
    [InlineData("probes: {liveness: {periodSeconds: 0}}", "probes.liveness.periodSeconds")]
    [InlineData("drain: {delaySeconds: -1}", "drain.delaySeconds")]
    [InlineData("drain: null", "drain")]
    [InlineData("resources: {limits: {memory: lots}}", "resources.limits.memory")]
    [InlineData("resources: {limits: {gpu: \"1\"}}", "gpu")]
    [InlineData("tmp: {sizeLimit: -1Mi}", "tmp.sizeLimit")]
    [InlineData("strategy: {type: Recreate}", "type")]
    [InlineData("topologySpread: {whenUnsatisfiable: Maybe}", "topologySpread.whenUnsatisfiable")]
    [InlineData("tolerations: [{effect: Never}]", "tolerations.0.effect")]
    [InlineData("podLabels: {app.kubernetes.io/name: other}", "app.kubernetes.io/name")]
    [InlineData("podAnnotations: {checksum/config: other}", "checksum/config")]
    [InlineData("securityContext: {runAsRoot: true}", "runAsRoot")]
    [InlineData("podSecurityContext: {hostNetwork: true}", "hostNetwork")]
    public async Task A_wrong_value_is_refused_by_name(string values, string name)
    {
        var refusal = await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values));

        refusal.ShouldContain("the chart's schema refuses");
        refusal.ShouldContain(name);
    }

    [Fact]
    public async Task Every_option_on_is_accepted() =>
        (await RealHelm.AppAsync(Everything.On)).Kinds.ShouldBe([
            "ConfigMap", "Deployment", "HTTPRoute", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "Pod", "PodDisruptionBudget",
            "Service", "ServiceAccount", "ServiceMonitor",
        ]);

    [Fact]
    public async Task Every_option_off_is_accepted() =>
        (await RealHelm.AppAsync(Everything.Off)).Kinds.ShouldBe(["Deployment", "Pod", "Service"]);
}
