using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

public class MigrationsTests
{
    private const string Hook = "argocd.argoproj.io/hook";

    private static readonly string[] Started = ["command", "args"];

    [Fact]
    public async Task They_are_a_Job_of_the_service_s_image_and_variables_before_its_pods()
    {
        var manifests = await RealHelm.AppAsync(Everything.Stateful.Split("database:\n")[0]);
        var job = manifests.One("Job");

        job.Text("metadata", "annotations", Hook).ShouldBe("Sync");
        job.Text("metadata", "annotations", $"{Hook}-delete-policy").ShouldBe("BeforeHookCreation");
        job.Text("spec", "backoffLimit").ShouldBe("1");
        job.Text("spec", "activeDeadlineSeconds").ShouldBe("60");
        job.Text("spec", "ttlSecondsAfterFinished").ShouldBe("60");
        var pod = job.At("spec", "template", "spec");
        var own = pod.Items("containers").ShouldHaveSingleItem();
        var service = manifests.Container();
        foreach (var same in new[] { "image", "envFrom", "volumeMounts", "securityContext", "resources" })
            own.At(same).ShouldBe(service.At(same), same);
        own.Items("env").Select(variable => variable.Text("name")).ShouldBe(["APP_VERSION", "DB_PASSWORD"]);
        foreach (var same in new[] { "volumes", "initContainers", "serviceAccountName", "securityContext" })
            pod.At(same).ShouldBe(manifests.One("Deployment").At("spec", "template", "spec", same), same);
        own.Items("command").Concat(own.Items("args")).Select(word => word.ToString()).ShouldBe(["dotnet", "service.dll", "migrate"]);
        pod.Text("restartPolicy").ShouldBe("Never");
        foreach (var field in new[] { "ports", "startupProbe", "livenessProbe", "readinessProbe", "lifecycle" })
            own.Find(field).ShouldBeNull();
        pod.Find("topologySpreadConstraints").ShouldBeNull();
    }

    [Fact]
    public async Task Of_two_services_whose_long_names_begin_alike_each_has_its_own()
    {
        var name = new string('a', 43);
        var (first, second) = (await JobAsync($"{name}1"), await JobAsync($"{name}2"));

        first.Text("metadata", "name").ShouldNotBe(second.Text("metadata", "name"));
        foreach (var (job, other) in new[] { (first, second), (second, first) })
            job.Map("spec", "template", "metadata", "labels")["app.kubernetes.io/instance"]
                .ShouldNotBe(other.Map("spec", "template", "metadata", "labels")["app.kubernetes.io/instance"]);

        static async Task<YamlNode> JobAsync(string release) =>
            (await RealHelm.AppAsync("migrations: {args: [migrate]}", release)).One("Job");
    }

    [Fact]
    public async Task None_goes_before_it_was_seen_how_it_ended() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync("migrations: {args: [a], ttlSecondsAfterFinished: 0}")))
            .ShouldContain("migrations.ttlSecondsAfterFinished");

    [Theory]
    [InlineData("command: [run]\nargs: [serve]\nmigrations: {args: [migrate]}", "run migrate")]
    [InlineData("command: [run]\nargs: [serve]\nmigrations: {command: [bundle]}", "bundle")]
    [InlineData("migrations: {args: [migrate]}", "migrate")]
    public async Task Arguments_alone_go_to_what_the_pod_starts(string values, string started)
    {
        var container = Container((await RealHelm.AppAsync(values)).One("Job"));

        string.Join(' ', Started.SelectMany(
            field => (container.Find(field) as YamlSequenceNode ?? []).Select(word => word.ToString()))).ShouldBe(started);
    }

    [Fact]
    public async Task Each_delivery_has_a_Job_of_its_own_and_the_same_one_has_the_same()
    {
        const string Values = "migrations: {args: [migrate]}\n";
        var name = await NameAsync(Values);

        (await NameAsync(Values + "replicas: 3")).ShouldBe(name);
        foreach (var other in new[] { "image: {tag: v1.2.1}", "env: {A: b}", "migrations: {backoffLimit: 2}", "config: {A: b}" })
            (await NameAsync(Values, other)).ShouldNotBe(name, other);
        name.ShouldMatch("^service-a-migrations-[0-9a-f]{8}$");
    }

    [Fact]
    public async Task A_change_of_the_migrations_alone_is_one_that_Argo_CD_syncs()
    {
        var deployments = new List<string>();
        foreach (var args in new[] { "a", "b" })
        {
            var manifests = await RealHelm.AppAsync($"migrations: {{args: [{args}]}}");
            var deployment = manifests.One("Deployment");
            deployment.Text("metadata", "annotations", "bigben.localhost/migrations")
                .ShouldBe(manifests.One("Job").Text("metadata", "name"));
            deployment.At("spec").ToString().ShouldNotContain("migrations");
            deployments.Add($"{deployment}");
        }

        deployments[0].ShouldNotBe(deployments[1]);
        (await RealHelm.AppAsync("kind: cronjob\ncronjob: {schedule: \"@daily\"}\nmigrations: {args: [a]}")).One("CronJob")
            .Text("metadata", "annotations", "bigben.localhost/migrations").ShouldStartWith("service-a-migrations-");
    }

    [Theory]
    [InlineData(true, 36)]
    [InlineData(false, 53)]
    public async Task The_longest_name_of_a_release_leaves_names_and_labels_that_Kubernetes_takes(bool database, int length)
    {
        var values = database ? Everything.Stateful : Everything.Stateful.Split("database:\n")[0];

        var manifests = await RealHelm.AppAsync(values, new string('a', length));

        foreach (var o in manifests.Objects)
        {
            // A CronJob's, of which its Jobs' names are made, is the shortest.
            o.Text("metadata", "name").Length.ShouldBeLessThanOrEqualTo(o.Text("kind") == "CronJob" ? 52 : 63);
            o.Map("metadata", "labels").Values.ShouldAllBe(value => value.Length <= 63);
        }
    }

    private static async Task<string> NameAsync(string values, string more = "")
    {
        using var files = new RealHelm.ValueFiles([RealHelm.Image, values, more]);
        var template = new BigBen.Manifests.Helm.HelmTemplate("service-a", Repository.AppChart, "developer") { ValueFiles = files.Paths };
        return (await RealHelm.TemplateAsync(template)).One("Job").Text("metadata", "name");
    }

    private static YamlNode Container(YamlNode job) => job.Items("spec", "template", "spec", "containers").ShouldHaveSingleItem();
}
