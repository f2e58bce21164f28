namespace BigBen.Charts.Tests.App;

public class DeploymentTests
{
    [Fact]
    public async Task The_number_of_pods_is_the_one_asked_for() =>
        (await RealHelm.AppAsync("replicas: 3")).One("Deployment").Text("spec", "replicas").ShouldBe("3");

    [Theory]
    [InlineData("{}", null)]
    [InlineData("candidate: {enabled: true}", null)]
    [InlineData("candidate: {enabled: auto}", null)]
    [InlineData("candidate: {enabled: false}", "false")]
    [InlineData("kind: worker", null)]
    [InlineData("kind: worker\ncandidate: {enabled: true}", "true")]
    [InlineData("kind: worker\ncandidate: {enabled: false}", "false")]
    [InlineData("candidate: {enabled: false}\nautoscaling: {enabled: true}", "false")]
    [InlineData("database: {enabled: true, secret: {name: s}}", "false")]
    [InlineData("migrations: {args: [migrate]}", "rehearsal")]
    [InlineData("migrations: {args: [migrate]}\ncandidate: {enabled: false}", "false")]
    [InlineData("kind: worker\nmigrations: {args: [migrate]}", "false")]
    [InlineData("kind: worker\nmigrations: {args: [migrate]}\ncandidate: {enabled: true}", "rehearsal")]
    public async Task A_service_says_whether_it_is_to_be_started_before_it_is_recorded(string values, string? annotation) =>
        $"{(await RealHelm.AppAsync(values)).One("Deployment").Find("metadata", "annotations", "bigben.localhost/candidate")}"
            .ShouldBe(annotation ?? "");

    [Theory]
    [InlineData("migrations: {args: [migrate], noWayBack: true}", "true")]
    [InlineData("migrations: {noWayBack: true}", null)]
    public async Task A_service_says_whether_its_migration_has_no_way_back_which_makes_it_no_other_migration(
        string values, string? annotation)
    {
        var said = await RealHelm.AppAsync(values);
        var unsaid = await RealHelm.AppAsync(values.Replace("noWayBack: true", "noWayBack: false"));

        said.One("Deployment").Find("metadata", "annotations", "bigben.localhost/no-way-back")?.ToString().ShouldBe(annotation);
        unsaid.One("Deployment").Find("metadata", "annotations", "bigben.localhost/no-way-back").ShouldBeNull();
        Job(said).ShouldBe(Job(unsaid));

        static string? Job(Manifests manifests) =>
            manifests.One("Deployment").Find("metadata", "annotations", "bigben.localhost/migrations")?.ToString();
    }

    [Fact]
    public async Task No_pod_at_all_can_be_asked_for() =>
        (await RealHelm.AppAsync("replicas: 0")).One("Deployment").Text("spec", "replicas").ShouldBe("0");

    [Theory]
    [InlineData("image: {tag: v1, digest: \"\"}", "registry.example/bigben-service-a:v1")]
    [InlineData("image: {tag: v1, digest: sha256:0000000000000000000000000000000000000000000000000000000000000000}",
        "registry.example/bigben-service-a:v1@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("image: {tag: \"\", digest: sha256:0000000000000000000000000000000000000000000000000000000000000000}",
        "registry.example/bigben-service-a@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task The_image_is_named_by_tag_digest_or_both(string values, string image)
    {
        var manifests = await RealHelm.AppAsync(values);

        manifests.Container().Text("image").ShouldBe(image);
        manifests.One("Pod").Text("spec", "containers", "0", "image").ShouldBe(image);
    }

    [Fact]
    public async Task Without_a_tag_the_program_tells_its_own_version() =>
        (await RealHelm.AppAsync("image: {tag: \"\", digest: sha256:0000000000000000000000000000000000000000000000000000000000000000}"))
            .Container().Items("env").Select(e => e.Text("name")).ShouldNotContain("APP_VERSION");

    [Theory]
    [InlineData("image: {tag: \"\"}", "image.tag or image.digest is needed")]
    [InlineData("image: {repository: \"\"}", "image.repository is needed")]
    public async Task An_image_is_needed(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);

    [Fact]
    public async Task The_program_is_told_its_ports_its_version_and_how_long_to_drain()
    {
        var container = (await RealHelm.AppAsync("service: {port: 8011}\nmanagement: {port: 9191}\ndrain: {delaySeconds: 7}")).Container();

        var variables = container.Items("env").ToDictionary(e => e.Text("name"), e => e.Text("value"));
        variables.ShouldBe(new Dictionary<string, string>
        {
            ["APP_VERSION"] = "v1.2.0",
            ["HTTP_PORT"] = "8011",
            ["PORT"] = "8011",
            ["MANAGEMENT_PORT"] = "9191",
            ["DRAIN_DELAY_SECONDS"] = "7",
        });
        container.Items("env").ShouldAllBe(e => e.At("value").IsQuoted());
        container.Items("ports").Named("http").Text("containerPort").ShouldBe("8011");
        container.Items("ports").Named("management").Text("containerPort").ShouldBe("9191");
    }

    [Fact]
    public async Task Variables_stand_behind_those_that_they_refer_to()
    {
        const string values =
            "env: {A: \"$(B) $(HTTP_PORT)\", B: \"$(C)-$(B)\", C: \"1\", D: \"$$(Z)\", E: \"a $$$$ $b\", Z: \"$(UNKNOWN)\"}";

        var env = (await RealHelm.AppAsync(values)).Container().Items("env").Select(variable => variable.Text("name"));

        env.Where(name => name.Length == 1).ShouldBe(["C", "D", "E", "Z", "B", "A"]);
    }

    [Theory]
    [InlineData("env: {A: \"$(B)\", B: \"$(C)\", C: \"$(A)\"}", "env refers in a circle: A, B, C")]
    [InlineData("env: {PASSWORD: \"pa$$word\"}", "env.PASSWORD has '$$', of which Kubernetes makes every two into one")]
    public async Task Variables_that_would_not_arrive_as_meant_are_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);

    [Theory]
    [InlineData("cpu: 1")]
    [InlineData("cpu: 0.5")]
    [InlineData("cpu: 1e3")]
    [InlineData("memory: 134217728")]
    [InlineData("memory: 1P")]
    [InlineData("memory: 2Ei")]
    [InlineData("memory: 1E")]
    public async Task Resources_are_taken_in_every_form_of_Kubernetes(string resources) =>
        (await RealHelm.AppAsync($"resources: {{limits: {{{resources}}}}}")).Container().At("resources", "limits").ShouldNotBeNull();

    [Fact]
    public async Task What_is_left_empty_is_as_if_it_were_not_there()
    {
        var manifests = await RealHelm.AppAsync(
            """
            env:
              # GREETING: hello
            config:
            secretEnv:
            envFrom:
            command:
            volumes:
            initContainers:
            resources:
            nodeSelector:
            tolerations:
            podLabels:
            podAnnotations:
            image: {pullSecrets: }
            ingress: {annotations: }
            serviceAccount: {annotations: }
            networkPolicy: {peers: , egress: }
            """);

        manifests.Container().Find("resources").ShouldBeNull();
        manifests.Has("ConfigMap").ShouldBeFalse();
    }

    [Fact]
    public async Task Variables_reach_the_program_as_they_were_written()
    {
        var env = (await RealHelm.AppAsync("env: {A: \"yes\", B: \"1e3\", C: \"x: {y}, \\\"z\\\" # \\\\\", D: \"two\\nlines\", E: \"\"}"))
            .Container()
            .Items("env");

        env.Named("A").Text("value").ShouldBe("yes");
        env.Named("A").At("value").IsQuoted().ShouldBeTrue();
        env.Named("B").Text("value").ShouldBe("1e3");
        env.Named("C").Text("value").ShouldBe("x: {y}, \"z\" # \\");
        env.Named("D").Text("value").ShouldBe("two\nlines");
        env.Named("E").Text("value").ShouldBe("");
    }

    [Fact]
    public async Task Probes_ask_the_management_port()
    {
        var container = (await RealHelm.AppAsync("probes: {startup: {failureThreshold: 90}, readiness: {periodSeconds: 4}}")).Container();

        foreach (var (probe, path) in new[] { ("startupProbe", "/alive"), ("livenessProbe", "/alive"), ("readinessProbe", "/ready") })
        {
            container.Text(probe, "httpGet", "path").ShouldBe(path);
            container.Text(probe, "httpGet", "port").ShouldBe("management");
            container.Map(probe).Keys.ShouldBe(["httpGet", "failureThreshold", "periodSeconds", "timeoutSeconds"], ignoreOrder: true);
        }

        container.Text("startupProbe", "failureThreshold").ShouldBe("90");
        container.Text("readinessProbe", "periodSeconds").ShouldBe("4");
        container.Text("livenessProbe", "failureThreshold").ShouldBe("3");
    }

    [Fact]
    public async Task An_update_never_has_fewer_pods_than_wanted()
    {
        var spec = (await RealHelm.AppAsync()).One("Deployment").At("spec");

        spec.Text("strategy", "type").ShouldBe("RollingUpdate");
        spec.Text("strategy", "rollingUpdate", "maxSurge").ShouldBe("1");
        spec.Text("strategy", "rollingUpdate", "maxUnavailable").ShouldBe("0");
        spec.Text("progressDeadlineSeconds").ShouldBe("120");
        spec.Text("revisionHistoryLimit").ShouldBe("3");
    }

    [Fact]
    public async Task An_update_can_be_given_shares()
    {
        var update = (await RealHelm.AppAsync("strategy: {maxSurge: 0, maxUnavailable: 25%}")).One("Deployment")
            .At("spec", "strategy", "rollingUpdate");

        update.Text("maxSurge").ShouldBe("0");
        update.Text("maxUnavailable").ShouldBe("25%");
    }

    [Theory]
    [InlineData("strategy: {maxSurge: 0}")]
    [InlineData("strategy: {maxSurge: 0%, maxUnavailable: 0}")]
    public async Task An_update_that_could_never_begin_is_refused(string values) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain("no update could ever begin");

    [Theory]
    [InlineData("terminationGracePeriodSeconds: 5")]
    [InlineData("drain: {delaySeconds: 30}")]
    [InlineData("drain: {delaySeconds: 10}\npreStop: {sleepSeconds: 20}")]
    public async Task Pods_that_would_be_killed_while_they_drain_are_refused(string values) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(
            "has to exceed preStop.sleepSeconds and drain.delaySeconds together");

    [Theory]
    [InlineData("", null)]
    [InlineData("terminationGracePeriodSeconds: 21", null)]
    [InlineData("terminationGracePeriodSeconds: 20", "14")]
    [InlineData("terminationGracePeriodSeconds: 6", "1")]
    [InlineData("preStop: {sleepSeconds: 10}\ndrain: {delaySeconds: 8}", "11")]
    public async Task Requests_in_flight_get_no_more_time_than_the_grace_period_leaves(string values, string? seconds)
    {
        var variables = (await RealHelm.AppAsync(values)).Container().Items("env").ToDictionary(e => e.Text("name"), e => e.Text("value"));

        variables.GetValueOrDefault("DRAIN_IN_FLIGHT_SECONDS").ShouldBe(seconds);
    }

    [Fact]
    public async Task The_kubelet_sleeps_before_sigterm_only_where_asked()
    {
        (await RealHelm.AppAsync()).Container().Find("lifecycle").ShouldBeNull();
        var manifests = await RealHelm.AppAsync("preStop: {sleepSeconds: 24}");
        manifests.Container().Text("lifecycle", "preStop", "sleep", "seconds").ShouldBe("24");
        manifests.One("Deployment").Text("spec", "template", "spec", "terminationGracePeriodSeconds").ShouldBe("30");
    }

    [Fact]
    public async Task Memory_is_limited_and_the_cpu_is_not()
    {
        var container = (await RealHelm.AppAsync()).Container();

        container.Map("resources", "requests").Keys.ShouldBe(["cpu", "memory"], ignoreOrder: true);
        container.Map("resources", "limits").Keys.ShouldBe(["memory"]);
        (await RealHelm.AppAsync("resources: {limits: {cpu: \"2\"}}")).Container().Text("resources", "limits", "cpu").ShouldBe("2");
    }

    [Fact]
    public async Task Resources_can_be_left_out() =>
        (await RealHelm.AppAsync("resources: {requests: null, limits: null}")).Container().Find("resources").ShouldBeNull();

    [Fact]
    public async Task Nodes_are_chosen_only_where_asked()
    {
        var plain = (await RealHelm.AppAsync()).One("Deployment").At("spec", "template", "spec");
        plain.Find("nodeSelector").ShouldBeNull();
        plain.Find("tolerations").ShouldBeNull();

        var chosen = (await RealHelm.AppAsync(Everything.On)).PodSpecs().ToList();
        chosen.Count.ShouldBe(2);
        foreach (var pod in chosen)
        {
            pod.Map("nodeSelector").ShouldBe(new Dictionary<string, string> { ["tier"] = "backend", ["disk"] = "ssd" }, ignoreOrder: true);
            pod.Text("tolerations", "0", "value").ShouldBe("backend");
        }
    }

    [Fact]
    public async Task Pods_are_spread_over_nodes_and_zones_unless_told_otherwise()
    {
        var spread = (await RealHelm.AppAsync()).One("Deployment").Items("spec", "template", "spec", "topologySpreadConstraints");
        spread.Select(s => s.Text("topologyKey")).ShouldBe(["kubernetes.io/hostname", "topology.kubernetes.io/zone"]);
        spread.ShouldAllBe(s => s.Text("whenUnsatisfiable") == "ScheduleAnyway" && s.Text("maxSkew") == "1");

        (await RealHelm.AppAsync(Everything.Off)).One("Deployment").Find("spec", "template", "spec", "topologySpreadConstraints")
            .ShouldBeNull();
        (await RealHelm.AppAsync("topologySpread: {topologyKeys: [rack], maxSkew: 2, whenUnsatisfiable: DoNotSchedule}")).One("Deployment")
            .Items("spec", "template", "spec", "topologySpreadConstraints")
            .ShouldHaveSingleItem().Text("whenUnsatisfiable").ShouldBe("DoNotSchedule");
    }

    [Fact]
    public async Task Pods_get_further_labels_annotations_and_pull_secrets()
    {
        var template = (await RealHelm.AppAsync(Everything.On)).One("Deployment").At("spec", "template");

        template.Text("metadata", "labels", "team").ShouldBe("platform");
        template.Text("metadata", "annotations", "note").ShouldBe("4");
        template.Text("spec", "imagePullSecrets", "0", "name").ShouldBe("registry-key");
        (await RealHelm.AppAsync()).One("Deployment").Find("spec", "template", "metadata", "annotations").ShouldBeNull();
    }

    [Fact]
    public async Task No_service_of_the_namespace_puts_variables_into_the_pods() =>
        (await RealHelm.AppAsync()).PodSpecs().ShouldAllBe(pod => pod.Text("enableServiceLinks") == "false");
}
