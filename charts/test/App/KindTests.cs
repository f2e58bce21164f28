namespace BigBen.Charts.Tests.App;

public class KindTests
{
    [Fact]
    public async Task A_worker_is_a_Deployment_that_nobody_calls()
    {
        var manifests = await RealHelm.AppAsync("kind: worker");

        manifests.Kinds.ShouldBe(["Deployment", "NetworkPolicy", "ServiceAccount"]);
        var container = manifests.Container();
        foreach (var key in new[] { "ports", "startupProbe", "livenessProbe", "readinessProbe" })
            container.Find(key).ShouldBeNull();
        container.Items("env").Select(variable => variable.Text("name")).ShouldBe(["APP_VERSION"]);
        manifests.One("Deployment").Text("metadata", "labels", "app.kubernetes.io/component").ShouldBe("worker");
        // Ingress among the types without a rule refuses everybody.
        manifests.One("NetworkPolicy").Items("spec", "policyTypes").Select(type => type.ToString()).ShouldBe(["Ingress", "Egress"]);
        manifests.One("NetworkPolicy").Find("spec", "ingress").ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_tells_by_a_command_that_it_is_well()
    {
        var container = (await RealHelm.AppAsync(Everything.Worker)).Container();

        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            container.Items(probe, "exec", "command").Select(word => word.ToString()).ShouldBe(["test", "-f", "/tmp/alive"]);
            container.Find(probe, "httpGet").ShouldBeNull();
        }

        container.Text("livenessProbe", "periodSeconds").ShouldBe("10");
    }

    [Fact]
    public async Task A_cronjob_runs_the_program_when_its_schedule_says()
    {
        var manifests = await RealHelm.AppAsync(Everything.Cronjob);

        manifests.Kinds.ShouldBe(["ConfigMap", "CronJob", "NetworkPolicy", "ServiceAccount"]);
        var spec = manifests.One("CronJob").At("spec");
        spec.Text("schedule").ShouldBe("30 2 * * 1-5");
        spec.Text("timeZone").ShouldBe("Europe/Zurich");
        spec.Text("concurrencyPolicy").ShouldBe("Replace");
        spec.Text("suspend").ShouldBe("true");
        spec.Text("successfulJobsHistoryLimit").ShouldBe("1");
        spec.Text("failedJobsHistoryLimit").ShouldBe("0");
        spec.Text("startingDeadlineSeconds").ShouldBe("600");
        spec.Text("jobTemplate", "spec", "backoffLimit").ShouldBe("2");
        spec.Text("jobTemplate", "spec", "activeDeadlineSeconds").ShouldBe("900");
        var pod = spec.At("jobTemplate", "spec", "template", "spec");
        pod.Text("restartPolicy").ShouldBe("Never");
        pod.Find("topologySpreadConstraints").ShouldBeNull();
        pod.Items("containers").ShouldHaveSingleItem().Find("readinessProbe").ShouldBeNull();
        pod.Items("initContainers").ShouldHaveSingleItem().Text("restartPolicy").ShouldBe("Always");
    }

    [Theory]
    [InlineData("")]
    [InlineData("database: {enabled: true, secret: {name: a}}\nmigrations: {args: [migrate]}")]
    public async Task A_run_of_a_cronjob_that_failed_holds_no_delivery_up(string more) =>
        (await RealHelm.AppAsync($"kind: cronjob\ncronjob: {{schedule: \"@daily\"}}\n{more}"))
            .Objects.Where(item => item.Text("kind") == "CronJob")
            .Select(job => job.Text("metadata", "annotations", "argocd.argoproj.io/ignore-healthcheck"))
            .ShouldAllBe(ignored => ignored == "true");

    [Fact]
    public async Task Limits_that_are_not_given_are_not_there()
    {
        var spec = (await RealHelm.AppAsync("kind: cronjob\ncronjob: {schedule: \"@daily\"}")).One("CronJob").At("spec");

        spec.Text("concurrencyPolicy").ShouldBe("Forbid");
        spec.Find("startingDeadlineSeconds").ShouldBeNull();
        spec.Find("timeZone").ShouldBeNull();
        spec.Find("jobTemplate", "spec", "activeDeadlineSeconds").ShouldBeNull();
    }

    [Fact]
    public async Task A_web_service_has_its_port_by_both_names_and_no_links_unless_wanted()
    {
        var manifests = await RealHelm.AppAsync("service: {port: 8011}");

        foreach (var name in new[] { "HTTP_PORT", "PORT" })
            manifests.Container().Items("env").Named(name).Text("value").ShouldBe("8011");
        manifests.PodSpecs().ShouldAllBe(pod => pod.Text("enableServiceLinks") == "false");
        (await RealHelm.AppAsync(Everything.Worker)).PodSpecs().ShouldHaveSingleItem().Text("enableServiceLinks").ShouldBe("true");
    }

    [Theory]
    [InlineData("kind: job", "kind")]
    [InlineData("kind: worker\ningress: {enabled: true, host: a.example}", "ingress.enabled is true, but a worker has no port")]
    [InlineData("kind: worker\nserviceMonitor: {enabled: true}", "serviceMonitor.enabled is true, but a worker has no port")]
    [InlineData(
        "kind: cronjob\ncronjob: {schedule: \"@daily\"}\nhttpRoute: {enabled: true, parentRefs: [{name: g}], hostnames: [a.example]}",
        "httpRoute.enabled is true, but a cronjob has no port")]
    [InlineData("kind: cronjob", "cronjob.schedule is needed")]
    [InlineData("kind: cronjob\ncronjob: {schedule: \"0 3 * *\"}", "schedule")]
    [InlineData("kind: cronjob\ncronjob: {schedule: \"@daily\"}\nautoscaling: {enabled: true}", "a cronjob runs one pod")]
    [InlineData("kind: cronjob\ncronjob: {schedule: \"@daily\"}\ncandidate: {enabled: true}", "a cronjob runs when it is due")]
    [InlineData("cronjob: {schedule: \"@daily\"}", "cronjob.schedule is given, but kind is web")]
    [InlineData("probes: {command: [a]}", "probes.command is for a worker: a web service")]
    [InlineData("kind: cronjob\nprobes: {command: [a]}\ncronjob: {schedule: \"@daily\"}", "probes.command is for a worker: a cronjob")]
    [InlineData("kind: worker\npreStop: {sleepSeconds: 30}", "terminationGracePeriodSeconds")]
    [InlineData("env: {PORT: \"1\"}", "env.PORT is reserved")]
    public async Task What_does_not_fit_the_kind_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
