using BigBen.Charts.Tests.App;

namespace BigBen.Charts.Tests.Database;

/// <summary>A database in the release of the service that it is of.</summary>
public class DatabaseOfServiceTests
{
    private const string Wave = "argocd.argoproj.io/sync-wave";

    [Fact]
    public async Task What_a_service_with_a_database_deploys_is_what_was_reviewed() =>
        GoldenFile.ShouldBe("stateful", await RealHelm.AppAsync(Everything.Stateful));

    [Fact]
    public async Task A_service_has_none_unless_it_asks_for_one() =>
        (await RealHelm.AppAsync("database: {engine: oracle}")).Has("StatefulSet").ShouldBeFalse();

    [Theory]
    [InlineData("database: {enabled: true}", "secret.name is needed")]
    [InlineData("database: {enabled: true, engine: oracle, secret: {name: s}}", "engine")]
    [InlineData("database: {enabled: yes please}", "database.enabled")]
    public async Task Its_values_are_checked_by_its_own_schema(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);

    // Names were cut: orders-of-the-customers-of-the-region-north and -south had one database.
    [Fact]
    public async Task A_name_that_another_service_s_database_could_have_too_is_refused()
    {
        const string Values = "database: {enabled: true, secret: {name: s}}";
        var longest = new string('a', 36);

        (await RealHelm.AppAsync(Values, longest)).One("StatefulSet").Text("metadata", "name").ShouldBe($"{longest}-database");
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(Values, $"{longest}b")))
            .ShouldContain($"the name '{longest}b' has 37 characters, and a service with a database can have 36");
        (await RealHelm.AppAsync("", $"{longest}b")).Has("StatefulSet").ShouldBeFalse();
    }

    [Fact]
    public async Task Its_name_collides_with_nothing_and_no_selector_finds_the_other_s_pods()
    {
        var manifests = await RealHelm.AppAsync(Everything.Stateful);

        manifests.Objects.GroupBy(o => (o.Text("kind"), o.Text("metadata", "name"))).ShouldAllBe(same => same.Count() == 1);
        manifests.One("Service", "service-a-database");
        var pods = new[]
        {
            manifests.One("Deployment").Map("spec", "template", "metadata", "labels"),
            manifests.One("StatefulSet").Map("spec", "template", "metadata", "labels"),
            Of(manifests, "migrations").Map("spec", "template", "metadata", "labels"),
        };
        foreach (var (service, found) in new[] { ("service-a", 0), ("service-a-database", 1) })
        {
            var selector = manifests.One("Service", service).Map("spec", "selector");
            pods.Select((labels, index) => (labels, index))
                .Where(pod => selector.All(label => pod.labels.GetValueOrDefault(label.Key) == label.Value))
                .ShouldHaveSingleItem().index.ShouldBe(found);
        }
    }

    [Theory]
    [InlineData("", "service-a-database", "5432")]
    [InlineData("engine: mysql, ", "service-a-database", "3306")]
    [InlineData("mode: cloudnativepg, ", null, "5432")]
    public async Task Its_service_and_the_migrations_may_call_it(string more, string? name, string port)
    {
        var values = $"migrations: {{args: [a]}}\ndatabase: {{{more}enabled: true, secret: {{name: s}}}}";
        var policy = (await RealHelm.AppAsync(values)).One("NetworkPolicy", "service-a");

        var rule = policy.Items("spec", "egress")[1];
        rule.Find("to", "0", "podSelector", "matchLabels", "app.kubernetes.io/name")?.ToString().ShouldBe(name);
        rule.Text("ports", "0", "port").ShouldBe(port);
        policy.Items("spec", "podSelector", "matchExpressions", "0", "values").Select(value => value.ToString())
            .ShouldBe(["service-a", "service-a-migrations"]);
    }

    [Fact]
    public async Task A_Cluster_of_a_service_has_the_names_by_which_the_service_finds_it()
    {
        var manifests = await RealHelm.AppAsync("database: {enabled: true, mode: cloudnativepg, database: orders, user: orders}");

        manifests.One("Cluster").Text("metadata", "name").ShouldBe("service-a-database");
        manifests.One("Service", "service-a-database").Text("spec", "externalName")
            .ShouldBe("service-a-database-rw.developer.svc.cluster.local");
        var backup = manifests.One("CronJob").At("spec", "jobTemplate", "spec", "template", "spec").Containers().Single();
        backup.Items("env").Named("PGPASSWORD").Text("valueFrom", "secretKeyRef", "name").ShouldBe("service-a-database-app");
        backup.Items("env").Named("PGHOST").Text("value").ShouldBe("service-a-database");
    }

    [Fact]
    public async Task The_database_comes_first_then_its_restore_then_the_migrations_then_the_pods_and_last_what_nobody_waits_for()
    {
        var manifests = await RealHelm.AppAsync(Everything.Stateful);

        int WaveOf(string kind, string? name = null) =>
            int.Parse(
                manifests.One(kind, name).Find("metadata", "annotations", Wave)?.ToString() ?? "0",
                System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (kind, name) in new[]
        {
            ("StatefulSet", null), ("Service", "service-a-database"), ("ConfigMap", null), ("ServiceAccount", null),
            ("NetworkPolicy", "service-a"), ("NetworkPolicy", "service-a-database"),
        })
            WaveOf(kind, name).ShouldBe(0, kind);
        WaveOf("Job", Of(manifests, "restore").Text("metadata", "name")).ShouldBe(1);
        WaveOf("Job", Of(manifests, "migrations").Text("metadata", "name")).ShouldBe(2);
        foreach (var kind in new[] { "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress", "HTTPRoute", "CronJob" })
            WaveOf(kind).ShouldBe(3, kind);
        // Its first pod may be what the volume of the backups waits for: the restore's, where there is one.
        WaveOf("PersistentVolumeClaim").ShouldBe(1);
        (await RealHelm.AppAsync("database: {enabled: true, secret: {name: s}}")).One("PersistentVolumeClaim")
            .Text("metadata", "annotations", Wave).ShouldBe("3");
        foreach (var kind in new[] { "CronJob", "PersistentVolumeClaim" })
            manifests.One(kind).Text("metadata", "annotations", "argocd.argoproj.io/ignore-healthcheck").ShouldBe("true");
    }

    [Fact]
    public async Task A_version_is_not_tried_before_its_database_is_there() =>
        (await RealHelm.AppAsync("database: {enabled: true, secret: {name: s}}")).One("Deployment")
            .Text("metadata", "annotations", "bigben.localhost/candidate").ShouldBe("false");

    private static YamlDotNet.RepresentationModel.YamlNode Of(Manifests manifests, string component) => manifests.Objects.Single(o =>
        o.Text("kind") == "Job" && o.Find("metadata", "labels", "app.kubernetes.io/component")?.ToString() == component);
}
