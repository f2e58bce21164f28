using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Kubelet.Configuration;

public class ContainerEnvironmentTests
{
    [Fact]
    public async Task A_program_gets_what_the_pod_says_and_nothing_of_ours()
    {
        Environment.SetEnvironmentVariable("BIGBEN_TEST_SECRET", "ours");
        await using var test = await TestNode.StartAsync(options => options with
        {
            Environment = (ns, _) =>
                Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["OF_NAMESPACE"] = ns }),
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
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: my-db }
            spec: { ports: [ { name: tcp-sql, port: 5432 }, { name: other, port: 2 } ] }
            """);
        test.Apply(PodYaml.Shell(
            "a",
            "env > $TMPDIR/env.part; mv $TMPDIR/env.part $TMPDIR/env; exec sleep 1000",
            container: """
                ports: [ { name: http, containerPort: 8011 }, { name: my-port, containerPort: 2 } ]
                resources: { limits: { memory: 64Mi, cpu: 1500m } }
                envFrom: [ { configMapRef: { name: config }, prefix: P_ }, { secretRef: { name: none, optional: true } } ]
                env:
                - { name: PLAIN, value: plain }
                - { name: EXPANDED, value: "$(PLAIN)-$(NONE)-$$(PLAIN)-$(P_key)" }
                - { name: OF_SERVICE, value: "$(MY_DB_SERVICE_HOST):$(MY_DB_SERVICE_PORT)" }
                - { name: MY_DB_SERVICE_PORT_OTHER, value: mine }
                - { name: MINE, value: $(MY_DB_SERVICE_PORT_OTHER) }
                - { name: HTTP_PORT, value: "8011" }
                - { name: PORT, value: "8011" }
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
        var lines = (await test.FileAsync("a", "env")).Trim().Split('\n').Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

        var expected = new Dictionary<string, string>
        {
            ["OF_NAMESPACE"] = "developer",
            ["TZ"] = "UTC",
            ["FROM_IMAGE"] = "image",
            ["P_FROM_CONFIG"] = "all",
            ["PLAIN"] = "plain",
            ["EXPANDED"] = "plain-$(NONE)-$(PLAIN)-one",
            ["HTTP_PORT"] = $"{test.PortOf("a", 8011)}",
            ["PORT"] = $"{test.PortOf("a", 8011)}",
            ["MY_PORT_PORT"] = $"{test.PortOf("a", 2)}",
            ["BIND_ADDRESS"] = "127.0.0.1",
            ["ONE"] = "one",
            ["PASSWORD"] = "secret",
            ["NAME"] = "a",
            ["SCOPE"] = "developer",
            ["LABEL"] = "a",
            ["NOTE"] = "",
            ["POD_IP"] = "127.0.0.1",
            ["NODE"] = "bigben",
            ["MEMORY"] = "64",
            ["CPU"] = "2",
            ["HOSTNAME"] = "a",
            ["MY_DB_SERVICE_HOST"] = "my-db",
            ["MY_DB_SERVICE_PORT"] = "5432",
            ["MY_DB_SERVICE_PORT_TCP_SQL"] = "5432",
            ["MY_DB_SERVICE_PORT_OTHER"] = "mine",
            ["MINE"] = "mine",
            ["OF_SERVICE"] = "my-db:5432",
            ["TMPDIR"] = test.TemporaryOf("a"),
        };
        foreach (var (name, value) in expected)
            lines.ShouldContainKeyAndValue(name, value);
        lines.Keys.ShouldNotContain("OPTIONAL");
        lines.Keys.ShouldNotContain("BIGBEN_TEST_SECRET");
        lines.Keys.ShouldNotContain("OLDPWD");
        lines.Keys.ShouldContain("PATH");
    }

    [Fact]
    public async Task A_pod_that_wants_no_service_links_gets_none()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply("{ apiVersion: v1, kind: Service, metadata: { name: db }, spec: { ports: [ { port: 5432 } ] } }");
        test.Apply(PodYaml.Shell(
            "a",
            "echo $DB_SERVICE_PORT. \"$OF_SERVICE\" > $TMPDIR/port; exec sleep 1000",
            container: "env: [ { name: OF_SERVICE, value: $(DB_SERVICE_HOST) } ]",
            pod: "enableServiceLinks: false"));

        (await test.FileAsync("a", "port")).ShouldBe(". $(DB_SERVICE_HOST)\n");
    }

    [Fact]
    public async Task The_containers_of_a_pod_know_each_others_ports_and_resources()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: { name: a }
            spec:
              containers:
              - name: main
                image: shell:v1
                args: ['echo $HTTP_PORT $CACHE_PORT $MEMORY > $TMPDIR/ports; exec sleep 1000']
                ports: [ { name: http, containerPort: 8011 } ]
                env: [ { name: MEMORY, valueFrom: { resourceFieldRef: { containerName: side, resource: limits.memory, divisor: 1Mi } } } ]
              - name: side
                image: shell:v1
                args: ['echo $HTTP_PORT $CACHE_PORT > $TMPDIR/ports; exec sleep 1000']
                ports: [ { name: http, containerPort: 8012 }, { name: cache, containerPort: 6379 } ]
                resources: { limits: { memory: 32Mi } }
            """);

        var (main, side) = (await test.FileAsync("a", "ports"), await test.FileAsync("a", "ports", "side"));

        main.ShouldBe($"{test.PortOf("a", 8011)} {test.PortOf("a", 6379)} 32\n");
        side.ShouldBe($"{test.PortOf("a", 8012)} {test.PortOf("a", 6379)}\n");
    }

    [Fact]
    public async Task Command_and_arguments_replace_those_of_the_image_and_are_expanded()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "$(WORD)",
            container: """
                command: [sh, -c, 'printf "%s %s" "$0" "$1" > $TMPDIR/said; exec sleep 1000', hello]
                env: [ { name: WORD, value: there } ]
                """));

        (await test.FileAsync("a", "said")).ShouldBe("hello there\n");
    }

    [Theory]
    [InlineData("configMapKeyRef: { name: config, key: none }", "couldn't find key none in ConfigMap developer/config")]
    [InlineData("secretKeyRef: { name: none, key: key }", "secret \"none\" not found")]
    public async Task A_missing_entry_is_told(string source, string message)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: config }, data: { A: b } }");
        test.Apply(PodYaml.Shell("a", "exec sleep 1000", container: $"env: [ {{ name: A, valueFrom: {{ {source} }} }} ]"));
        await test.UntilAsync(() => test.Waits("a") == "CreateContainerConfigError");

        test.Container("a").TextAt("state", "waiting", "message").ShouldBe(message);
    }
}
