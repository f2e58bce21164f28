using BigBen.Manifests.Specs;
using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class EnvironmentTests
{
    [Fact]
    public async Task A_program_gets_what_the_manifest_says_and_nothing_of_ours()
    {
        Environment.SetEnvironmentVariable("BIGBEN_TEST_SECRET", "ours");
        await using var test = await TestCluster.StartAsync(options => options with
        {
            Environment = (scope, _) => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["OF_NAMESPACE"] = scope }),
        });
        test.Apply(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: config }
            data: { FROM_CONFIG: all, key: one }
            ---
            apiVersion: v1
            kind: Secret
            metadata: { name: secret }
            data: { password: c2VjcmV0 }
            """);
        test.Apply(Yaml.Shell(
            "a",
            "env > $TMPDIR/env.part; mv $TMPDIR/env.part $TMPDIR/env; exec sleep 1000",
            container: """
                ports: [ { name: http, containerPort: 8011 }, { name: my-port, containerPort: 2 } ]
                resources: { limits: { memory: 64Mi, cpu: 1500m } }
                envFrom: [ { configMapRef: { name: config }, prefix: P_ }, { secretRef: { name: none, optional: true } } ]
                env:
                - { name: PLAIN, value: plain }
                - { name: EXPANDED, value: "$(PLAIN)-$(NONE)-$$(PLAIN)-$(P_key)" }
                - { name: HTTP_PORT, value: "8011" }
                - { name: BIND_ADDRESS, value: 0.0.0.0 }
                - { name: ONE, valueFrom: { configMapKeyRef: { name: config, key: key } } }
                - { name: PASSWORD, valueFrom: { secretKeyRef: { name: secret, key: password } } }
                - { name: OPTIONAL, valueFrom: { configMapKeyRef: { name: none, key: key, optional: true } } }
                - { name: NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
                - { name: SCOPE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
                - { name: LABEL, valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }
                - { name: NOTE, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['none']" } } }
                - { name: POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }
                - { name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }
                - { name: MEMORY, valueFrom: { resourceFieldRef: { resource: limits.memory, divisor: 1Mi } } }
                - { name: CPU, valueFrom: { resourceFieldRef: { resource: requests.cpu } } }
                """));
        var lines = (await test.UntilFileAsync("env")).Trim().Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        var pod = test.OnlyPod();
        var expected = new Dictionary<string, string>
        {
            ["OF_NAMESPACE"] = "developer",
            ["FROM_IMAGE"] = "image",
            ["P_FROM_CONFIG"] = "all",
            ["PLAIN"] = "plain",
            ["EXPANDED"] = "plain-$(NONE)-$(PLAIN)-one",
            ["HTTP_PORT"] = $"{pod.Ports[0].HostPort}",
            ["MY_PORT_PORT"] = $"{pod.Ports[1].HostPort}",
            ["BIND_ADDRESS"] = "127.0.0.1",
            ["ONE"] = "one",
            ["PASSWORD"] = "secret",
            ["NAME"] = pod.Name,
            ["SCOPE"] = "developer",
            ["LABEL"] = "a",
            ["NOTE"] = "",
            ["POD_IP"] = "127.0.0.1",
            ["NODE"] = "local",
            ["MEMORY"] = "64",
            ["CPU"] = "2",
            ["TMPDIR"] = Path.Combine(test.Directory, "pods", "developer", pod.Name, "tmp"),
        };
        foreach (var (name, value) in expected)
            lines.ShouldContainKeyAndValue(name, value);
        lines.Keys.ShouldNotContain("OPTIONAL");
        lines.Keys.ShouldNotContain("BIGBEN_TEST_SECRET");
        lines.Keys.ShouldContain("PATH");
    }

    [Fact]
    public async Task Command_and_arguments_replace_those_of_the_image_and_are_expanded()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell(
            "a",
            "$(WORD)",
            container: """
                command: [sh, -c, 'printf "%s %s" "$0" "$1" > $TMPDIR/said; exec sleep 1000', hello]
                env: [ { name: WORD, value: there } ]
                """));

        (await test.UntilFileAsync("said")).ShouldBe("hello there\n");
    }

    [Fact]
    public async Task A_missing_ConfigMap_is_told_and_waited_for()
    {
        // Nobody waits this out: only the ConfigMap itself can wake the pod.
        var never = new BackOffOptions(TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        await using var test = await TestCluster.StartAsync(options => options with { ImageBackOff = never });
        test.Apply(Yaml.Shell("a", "exec sleep 1000", container: "envFrom: [ { configMapRef: { name: config } } ]"));
        await test.UntilAsync(() => test.Cluster.Pods is [{ WaitingReason: "CreateContainerConfigError", Message: "configmap \"config\" not found in developer" }]);

        test.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: config }, data: { A: b } }");
        await test.CompleteAsync("a");
    }

    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(B) $A $ $(A", "$(B) $A $ $(A")]
    [InlineData("a$", "a$")]
    [InlineData("$(A)$(A)", "11")]
    public void Variables_are_expanded_as_in_Kubernetes(string text, string expected) =>
        PodEnvironment.Expand(text, new Dictionary<string, string> { ["A"] = "1" }).ShouldBe(expected);

    [Theory]
    [InlineData("500m", 0.5)]
    [InlineData("2", 2.0)]
    [InlineData("1.5Gi", 1610612736.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("much", null)]
    [InlineData("5Zi", null)]
    public void Quantities_are_read(string text, double? expected) => ((double?)ContainerResources.Quantity(text)).ShouldBe(expected);
}
