using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests.Database;

/// <summary>charts/app/charts/database as Helm renders it by itself.</summary>
public class DatabaseChartTests
{
    internal const string Secret = "secret: {name: orders-db}\n";
    internal const string Cluster = "mode: cloudnativepg\n";
    internal const string Several =
        "database: orders\nuser: clerk\nstorage: {size: 5Gi, className: fast}\ncloudnativepg: {instances: 2}\n";
    internal const string MySql = "engine: mysql\nrestore: {file: 20260101T021500Z.dump}\n";

    public static TheoryData<string[]> Sets =>
    [
        [Secret],
        [Secret, MySql],
        [Secret, "mode: external\nexternal: {host: db.example.com}\n"],
        [Secret, "mode: cloudnativepg\n"],
        ["mode: cloudnativepg\n"],
        [Secret, "backup: {enabled: false}\nnetworkPolicy: {enabled: false}\n"],
    ];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Helm_lint_has_nothing_to_say(string[] values)
    {
        var lint = await RealHelm.LintAsync(Repository.DatabaseChart, values);

        lint.ExitCode.ShouldBe(0, lint.Output + lint.Error);
    }

    [Theory]
    [InlineData("postgres", Secret)]
    [InlineData("mysql", Secret + MySql)]
    [InlineData("cloudnativepg", Cluster + Several)]
    public async Task What_is_installed_is_what_was_reviewed(string name, string values) =>
        GoldenFile.ShouldBe($"database-{name}", await RenderAsync(values));

    [Theory]
    [InlineData("", "secret.name is needed")]
    [InlineData("secret: {name: s}\nmode: external\n", "external.host is needed")]
    [InlineData("secret: {name: s}\nmode: cloudnativepg\nengine: mysql\n", "CloudNativePG runs PostgreSQL")]
    [InlineData("secret: {name: s, passwordKey: DB_PASSWORD}\nmode: cloudnativepg\n", "reads the keys username and password")]
    [InlineData("secret: {name: s}\nimage: {repository: mirror.example/postgres}\n", "image.repository is given without image.tag")]
    [InlineData("secret: {name: s}\nrestore: {file: a.dump}\nbackup: {enabled: false}\n", "set backup.enabled")]
    [InlineData("secret: {name: s}\nrestore: {file: ../a}\n", "restore")]
    [InlineData("secret: {name: s}\nengine: mysql\nuser: root\n", "user is root, which MySQL has already")]
    [InlineData("engine: oracle\n", "engine")]
    [InlineData("replicas: 3\n", "replicas")]
    public async Task Values_that_cannot_work_are_refused(string values, string reason) =>
        (await RealHelm.RefusalAsync(() => RenderAsync(values))).ShouldContain(reason);

    [Theory]
    [InlineData("", "postgres:17", "/var/lib/postgresql/data", "5432")]
    [InlineData(MySql, "mysql:8.4", "/var/lib/mysql", "3306")]
    public async Task A_server_is_one_pod_of_the_official_image_with_a_volume_that_outlives_it(
        string values, string image, string path, string port)
    {
        var rendered = await RenderAsync(Secret + values);

        var spec = rendered.One("StatefulSet").At("spec");
        var container = spec.Items("template", "spec", "containers").ShouldHaveSingleItem();
        container.Text("image").ShouldBe(image);
        container.Items("volumeMounts").Named("data").Text("mountPath").ShouldBe(path);
        container.Text("ports", "0", "containerPort").ShouldBe(port);
        spec.Text("persistentVolumeClaimRetentionPolicy", "whenDeleted").ShouldBe("Retain");
        rendered.One("Service").Text("spec", "ports", "0", "port").ShouldBe(port);
        var backups = rendered.One("PersistentVolumeClaim").At("metadata", "annotations");
        backups.Text("argocd.argoproj.io/sync-options").ShouldBe("Delete=false,Prune=false");
        backups.Text("argocd.argoproj.io/compare-options").ShouldBe("IgnoreExtraneous");
    }

    [Theory]
    [InlineData("")]
    [InlineData(MySql)]
    public async Task No_password_is_rendered_and_every_pod_is_restricted(string values)
    {
        var rendered = await RenderAsync(Secret + values);

        var passwords = rendered.Objects.SelectMany(o => o.Walk()).Select(at => at.Node)
            .Where(node => node.Find("name")?.ToString() is "MYSQL_PWD" or "PGPASSWORD" or "POSTGRES_PASSWORD" or "MYSQL_PASSWORD"
                or "MYSQL_ROOT_PASSWORD")
            .ToList();
        passwords.Count.ShouldBeGreaterThan(1);
        passwords.ShouldAllBe(node => node.Text("valueFrom", "secretKeyRef", "name") == "orders-db");

        var pods = rendered.Objects.SelectMany(o => o.Walk()).Select(at => at.Node).Where(node => node.Find("containers") is not null);
        pods.Count().ShouldBeGreaterThan(1);
        foreach (var pod in pods)
        {
            pod.Text("securityContext", "runAsNonRoot").ShouldBe("true");
            pod.Text("automountServiceAccountToken").ShouldBe("false");
            pod.Containers().ShouldAllBe(container => container.Text("securityContext", "readOnlyRootFilesystem") == "true");
        }
    }

    [Theory]
    [InlineData("", null, "orders-db-app/password")]
    [InlineData(Secret, "orders-db", "orders-db/password")]
    public async Task A_Cluster_is_asked_for_by_its_mode_alone_and_its_operator_s_Secret_referred_to(
        string values, string? given, string password)
    {
        var rendered = await RenderAsync($"mode: cloudnativepg\n{values}");

        var cluster = rendered.One("Cluster");
        cluster.Text("apiVersion").ShouldBe("postgresql.cnpg.io/v1");
        cluster.Find("spec", "bootstrap", "initdb", "secret", "name")?.ToString().ShouldBe(given);
        var reference = rendered.One("CronJob")
            .Items("spec", "jobTemplate", "spec", "template", "spec", "containers", "0", "env")
            .Single(variable => variable.Text("name") == "PGPASSWORD");
        $"{reference.Text("valueFrom", "secretKeyRef", "name")}/{reference.Text("valueFrom", "secretKeyRef", "key")}".ShouldBe(password);
    }

    [Theory]
    [InlineData("mode: external\nexternal: {host: db.example.com}\n", "db.example.com")]
    [InlineData("mode: cloudnativepg\n", "orders-db-rw.developer.svc.cluster.local")]
    public async Task Another_mode_keeps_the_name_that_clients_know(string values, string host)
    {
        var rendered = await RenderAsync(Secret + values);

        var service = rendered.One("Service");
        service.Text("metadata", "name").ShouldBe("orders-db");
        service.Text("spec", "externalName").ShouldBe(host);
        rendered.Has("StatefulSet").ShouldBeFalse();
        rendered.Has("CronJob").ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "postgres:17")]
    [InlineData("mode: cloudnativepg\n", "postgres:18")]
    [InlineData("mode: external\nexternal: {host: db.example.com}\n", "postgres:18")]
    [InlineData("mode: external\nexternal: {host: db.example.com}\nimage: {tag: \"16\"}\n", "postgres:16")]
    public async Task Clients_are_no_older_than_a_server_that_the_chart_does_not_choose(string values, string image) =>
        (await BackupAsync(values)).Text("image").ShouldBe(image);

    [Theory]
    [InlineData("", false)]
    [InlineData("mode: external\nexternal: {host: db.example.com}\nuser: root\n", true)]
    public async Task A_dump_of_MySQL_has_its_events_and_that_of_a_managed_one_no_transactions_of_its_replicas(
        string values, bool withoutTransactions)
    {
        var script = (await BackupAsync($"engine: mysql\n{values}")).Text("command", "2");

        script.ShouldContain(" --routines --triggers --events ");
        // MariaDB's client, which runs it on the local platform, refuses the option.
        script.Contains(" --set-gtid-purged=OFF ", StringComparison.Ordinal).ShouldBe(withoutTransactions);
    }

    [Fact]
    public async Task MySQL_keeps_no_binary_log_and_finds_an_empty_folder_on_a_new_volume()
    {
        var pod = (await RenderAsync(Secret + MySql)).One("StatefulSet").At("spec", "template", "spec");
        var server = pod.Items("containers").ShouldHaveSingleItem();
        var before = pod.Items("initContainers").ShouldHaveSingleItem();

        server.Items("args").Select(word => word.ToString()).ShouldBe(["--skip-log-bin"]);
        foreach (var same in new[] { "image", "imagePullPolicy", "securityContext", "resources" })
            before.At(same).ShouldBe(server.At(same), same);
        before.Items("volumeMounts").ShouldHaveSingleItem().ShouldBe(server.Items("volumeMounts").Named("data"));
        var volume = Directory.CreateTempSubdirectory("big-ben-volume-");
        try
        {
            var made = volume.CreateSubdirectory("lost+found");
            (await RunAsync()).ShouldBe(0);
            Directory.Exists(made.FullName).ShouldBeFalse();
            (await RunAsync()).ShouldBe(0, "there is none");
            File.WriteAllText(Path.Combine(volume.CreateSubdirectory("lost+found").FullName, "file"), "found");
            (await RunAsync()).ShouldBe(0, "what was found in it is somebody's");
            File.Exists(Path.Combine(made.FullName, "file")).ShouldBeTrue();
        }
        finally
        {
            volume.Delete(recursive: true);
        }

        async Task<int> RunAsync()
        {
            var words = before.Items("command").Select(word => word.ToString()).ToList();
            return (await new Command(words[0], [.. words[1..]])
            {
                Environment = new Dictionary<string, string?> { ["MOUNT_VAR_LIB_MYSQL"] = volume.FullName },
            }.RunAsync()).ExitCode;
        }
    }

    [Fact]
    public async Task PostgreSQL_needs_neither() =>
        (await RenderAsync(Secret)).One("StatefulSet").At("spec", "template", "spec")
            .ShouldSatisfyAllConditions(
                pod => pod.Find("initContainers").ShouldBeNull(), pod => pod.Find("containers", "0", "args").ShouldBeNull());

    [Fact]
    public async Task A_Cluster_and_its_data_outlive_the_release_and_the_mode()
    {
        var annotations = (await RenderAsync(Cluster)).One("Cluster").Map("metadata", "annotations");

        annotations["helm.sh/resource-policy"].ShouldBe("keep");
        annotations["argocd.argoproj.io/sync-options"].ShouldBe("Delete=false,Prune=false");
        annotations["argocd.argoproj.io/compare-options"].ShouldBe("IgnoreExtraneous");
    }

    [Theory]
    [InlineData("")]
    [InlineData(MySql)]
    public async Task Its_images_are_pulled_with_the_Secrets_that_are_named(string values)
    {
        var rendered = await RenderAsync($"{Secret}{values}image: {{pullSecrets: [registry-key]}}\n");

        var pods = rendered.Objects.SelectMany(o => o.Walk()).Select(at => at.Node).Where(node => node.Find("containers") is not null);
        pods.Count().ShouldBeGreaterThan(1);
        pods.ShouldAllBe(pod => pod.Text("imagePullSecrets", "0", "name") == "registry-key");
    }

    [Theory]
    [InlineData("", "true", "PGHOST=$(ORDERS_DB_SERVICE_HOST) PGPORT=$(ORDERS_DB_SERVICE_PORT)")]
    [InlineData(MySql, "true", "MYSQL_HOST=$(ORDERS_DB_SERVICE_HOST) MYSQL_TCP_PORT=$(ORDERS_DB_SERVICE_PORT)")]
    [InlineData("mode: external\nexternal: {host: db.example.com}\n", "false", "PGHOST=orders-db")]
    public async Task Jobs_find_a_server_by_the_variables_of_its_Service_and_another_host_by_its_name(
        string values, string links, string expected)
    {
        var pod = (await RenderAsync(Secret + values)).One("CronJob").At("spec", "jobTemplate", "spec", "template", "spec");

        pod.Text("enableServiceLinks").ShouldBe(links);
        string.Join(' ', pod.Containers().Single().Items("env")
                .Where(variable => variable.Text("name") is "PGHOST" or "PGPORT" or "MYSQL_HOST" or "MYSQL_TCP_PORT")
                .Select(variable => $"{variable.Text("name")}={variable.Text("value")}"))
            .ShouldBe(expected);
    }

    private static async Task<YamlDotNet.RepresentationModel.YamlNode> BackupAsync(string values) =>
        (await RenderAsync(Secret + values)).One("CronJob").At("spec", "jobTemplate", "spec", "template", "spec").Containers().Single();

    private static async Task<Manifests> RenderAsync(string values)
    {
        using var files = new RealHelm.ValueFiles([values]);
        var template = new HelmTemplate("orders-db", Repository.DatabaseChart, "developer") { ValueFiles = files.Paths };
        return await RealHelm.TemplateAsync(template);
    }
}
