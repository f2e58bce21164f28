using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Tests.Git;
using BigBen.Verbs.Export.Targets;

namespace BigBen.Tests.Verbs.Export.Targets;

[Collection(ExportTests.Name)]
public sealed class ComposeTargetTests(ExportFixture fixture)
{
    [Fact]
    public void A_web_service_has_its_port_its_variables_and_its_limits()
    {
        var file = FileOf("service-a");
        var service = file["services"]!["service-a"]!;

        $"{service["image"]}".ShouldBe($"{ExportFixture.Registry}/bigben-service-a@{ExportFixture.Digest}");
        service["ports"]!.ToJsonString().ShouldBe("""[{"target":8011,"published":"8011"}]""");
        service["expose"]!.ToJsonString().ShouldBe("""["9090"]""");
        service["deploy"]!.ToJsonString()
            .ShouldBe("""{"resources":{"limits":{"memory":"256M"},"reservations":{"memory":"64M"}}}""");
        // The sidecar is in the network of one.
        ComposeTarget.Make(fixture["service-a"]).Left.ShouldContain("Deployment service-a: spec.replicas = 2");
        ($"{service["user"]}", $"{service["read_only"]}", $"{service["stop_grace_period"]}").ShouldBe(("1654:1654", "true", "30s"));
        service["cap_drop"]!.ToJsonString().ShouldBe("""["ALL"]""");
        service["labels"]!["app.kubernetes.io/version"]!.ToString().ShouldBe("v1.0.0");
        service["volumes"]!.AsArray().Select(volume => $"{volume!["type"]} {volume["source"]} {volume["target"]}")
            .ShouldBe(["volume service-a-tmp /tmp", "bind ./secrets/tls /tls", "volume service-a-shared /shared"]);
    }

    [Fact]
    public void Values_mean_in_Compose_what_they_mean_in_a_pod_and_Secrets_are_asked_for()
    {
        var service = FileOf("service-a")["services"]!["service-a"]!;
        const string password = "${DB_PASSWORD:?key password of the Secret orders-db}";

        service["environment"]!["DB_PASSWORD"]!.ToString().ShouldBe(password);
        service["environment"]!["DB_URL"]!.ToString().ShouldBe($"postgres://app:{password}@orders-db/app");
        service["environment"]!["GREETING"]!.ToString().ShouldBe("a $$ sign");
        // A key of the Secret more, perhaps.
        service["environment"]!.AsObject().ShouldNotContainKey("PRICE");
        ComposeTarget.Make(fixture["service-a"]).Left.ShouldContain(line => line.Contains("\"5 $ and $(NOBODY)\""));
        service["command"]!.AsArray()[1]!.ToString().ShouldBe($"postgres://app:{password}@orders-db/app");
        service["env_file"]!.ToJsonString().ShouldBe("""[{"path":"./secrets/more.env","required":true}]""");
    }

    [Fact]
    public void Init_containers_end_before_the_program_starts_and_sidecars_share_its_network()
    {
        var services = FileOf("service-a")["services"]!;

        services["service-a"]!["depends_on"]!.ToJsonString()
            .ShouldBe("""{"service-a-migrate":{"condition":"service_completed_successfully"}}""");
        $"{services["service-a-proxy"]!["network_mode"]}".ShouldBe("service:service-a");
    }

    // As in the examples' own compose files: their images have no shell and no curl either.
    [Fact]
    public void A_web_service_is_asked_by_its_own_program_whether_it_is_ready()
    {
        var services = FileOf("service-a")["services"]!;

        services["service-a"]!["healthcheck"]!.ToJsonString().ShouldBe(
            """{"test":["CMD","dotnet","A$$B.dll","probe","http://127.0.0.1:9090/ready"],"interval":"5s","timeout":"6s","retries":3,"""
            + "\"start_period\":\"60s\"}");
        services["service-a-proxy"]!["healthcheck"].ShouldBeNull("nobody knows its program");
        const string container = "Deployment service-a: spec.template.spec.containers[0].";
        ComposeTarget.Make(fixture["service-a"]).Left.Where(line => line.Contains("Probe"))
            .Select(line => line.Replace(container, "").Split(" = ")[0])
            // Each question starts a program, which is no work for each second.
            .ShouldBe(
                ["startupProbe.httpGet", "startupProbe.timeoutSeconds", "livenessProbe", "readinessProbe.periodSeconds"],
                ignoreOrder: true);
    }

    [Fact]
    public void A_service_whose_program_nobody_knows_has_no_health_and_its_probes_are_told()
    {
        FileOf("orders")["services"]!["orders"]!["healthcheck"].ShouldBeNull();
        ComposeTarget.Make(fixture["orders"]).Left
            .ShouldContain(line => line.StartsWith("Deployment orders: spec.template.spec.containers[0].readinessProbe"));
    }

    [Fact]
    public void A_worker_s_command_is_its_health_and_a_schedule_is_left_to_others()
    {
        var worker = FileOf("service-b")["services"]!["service-b"]!;
        var nightly = FileOf("nightly")["services"]!["nightly"]!;

        worker["healthcheck"]!.ToJsonString().ShouldBe(
            """{"test":["CMD","/app/alive","--quick"],"interval":"10s","timeout":"2s","retries":3,"""
            + "\"start_period\":\"60s\",\"start_interval\":\"1s\"}");
        worker["ports"].ShouldBeNull();
        // No other container has it.
        worker["volumes"]!.ToJsonString().ShouldBe("""[{"type":"tmpfs","tmpfs":{"size":67108864},"target":"/tmp"}]""");
        ($"{nightly["restart"]}", nightly["profiles"]!.ToJsonString()).ShouldBe(("no", """["scheduled"]"""));
        ComposeTarget.Make(fixture["nightly"]).Left.ShouldContain("CronJob nightly: spec.schedule = \"0 3 * * *\"");
    }

    [Fact]
    public void A_database_comes_along_then_its_migrations_then_the_service()
    {
        var file = FileOf("orders");
        var services = file["services"]!;
        var (server, job, own) = (services["orders-database"]!, services["orders-migrations"]!, services["orders"]!);

        ($"{server["image"]}", $"{server["restart"]}", $"{server["user"]}").ShouldBe(("postgres:17", "unless-stopped", "999:999"));
        server["expose"]!.ToJsonString().ShouldBe("""["5432"]""");
        server["volumes"]!.AsArray().Select(volume => $"{volume!["type"]} {volume["source"]} {volume["target"]}".Replace("  ", " "))
            .ShouldBe(["volume data-orders-database-0 /var/lib/postgresql/data", "tmpfs /var/run/postgresql", "tmpfs /tmp"]);
        file["volumes"]!.ToJsonString().ShouldBe("""{"data-orders-database-0":{}}""");
        server["healthcheck"]!["test"]!.ToJsonString()
            .ShouldBe("""["CMD","pg_isready","-h","127.0.0.1","-U","orders","-d","orders"]""");
        // One password is asked for once, by the name that the service has it by.
        $"{server["environment"]!["POSTGRES_PASSWORD"]}".ShouldBe("${DB_PASSWORD:?key DB_PASSWORD of the Secret orders-secrets}");

        job["depends_on"]!.ToJsonString().ShouldBe("""{"orders-database":{"condition":"service_healthy"}}""");
        (job["command"]!.ToJsonString(), $"{job["restart"]}").ShouldBe(("""["migrate"]""", "on-failure:2"));
        own["depends_on"]!.ToJsonString().ShouldBe("""{"orders-migrations":{"condition":"service_completed_successfully"}}""");
        foreach (var program in new[] { job, own })
        {
            $"{program["environment"]!["DB_URL"]}"
                .ShouldBe("Host=orders-database;Port=5432;Password=${DB_PASSWORD:?key DB_PASSWORD of the Secret orders-secrets}");
        }

        var left = ComposeTarget.Make(fixture["orders"]).Left;
        left.ShouldContain("CronJob orders-database-backup");
        left.ShouldContain(line => line.Contains("$(SERVICE_A_SERVICE_PORT_HTTP)"));
        left.ShouldContain(line => line.StartsWith("StatefulSet orders-database: spec.volumeClaimTemplates[0].spec"));
    }

    [Fact]
    public void A_MySQL_server_waits_for_what_empties_its_volume_and_keeps_no_binary_log()
    {
        var services = FileOf("ledger")["services"]!;
        var (server, before) = (services["ledger-database"]!, services["ledger-database-volume"]!);

        server["depends_on"]!.ToJsonString().ShouldBe("""{"ledger-database-volume":{"condition":"service_completed_successfully"}}""");
        server["command"]!.ToJsonString().ShouldBe("""["--skip-log-bin"]""");
        before["volumes"]!.AsArray().Select(volume => $"{volume!["type"]} {volume["source"]} {volume["target"]}")
            .ShouldBe(["volume data-ledger-database-0 /var/lib/mysql"]);
        $"{before["entrypoint"]!.AsArray()[2]}".ShouldContain("$${MOUNT_VAR_LIB_MYSQL:-/var/lib/mysql}/lost+found");
        services["ledger"]!["depends_on"]!["ledger-database"]!["condition"]!.ToString().ShouldBe("service_healthy");
    }

    [Fact]
    public void What_it_cannot_do_is_in_the_file_too()
    {
        var result = ComposeTarget.Make(fixture["service-a"]);

        result.Left.ShouldContain("Deployment service-a: spec.template.spec.nodeSelector = {\"tier\":\"backend\"}");
        result.Left.ShouldContain("NetworkPolicy service-a");
        result.Left.ShouldContain("Ingress service-a: spec.rules[0].host = \"production.service-a.example.com\"");
        result.Left.ShouldContain(line => line.StartsWith("Deployment service-a: spec.template.spec.containers[0].livenessProbe"));
        foreach (var line in result.Left)
            result.Files[0].Text.ShouldContain($"#   {line}\n");
    }

    [SchemaFact]
    public async Task The_schema_of_Compose_finds_nothing_wrong()
    {
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders", "ledger" })
            (await Schemas.ErrorsAsync("compose", FileOf(service))).ShouldBe("", service);
        var wrong = FileOf("service-a");
        wrong["services"]!["service-a"]!["imge"] = "x";
        (await Schemas.ErrorsAsync("compose", wrong)).ShouldContain("additional properties");
    }

    [ComposeFact]
    public async Task Docker_Compose_itself_finds_nothing_wrong()
    {
        using var temp = new TempFolder();
        temp.Write("secrets/more.env", "MORE=more\n");
        foreach (var service in new[] { "service-a", "service-b", "nightly", "orders", "ledger" })
            (await ReadAsync(temp, ComposeTarget.Make(fixture[service]).Files[0].Text, "password")).ShouldBe((0, ""), service);
        var orders = ComposeTarget.Make(fixture["orders"]).Files[0].Text;
        (await ReadAsync(temp, orders, "")).Error.ShouldContain("key DB_PASSWORD of the Secret orders-secrets");
        (await ReadAsync(temp, orders.Replace("  image:", "  imge:"), "password")).ExitCode.ShouldNotBe(0);
    }

    private static async Task<(int ExitCode, string Error)> ReadAsync(TempFolder temp, string text, string password)
    {
        var file = temp.Write("compose.yaml", text);
        var result = await new Command("docker", "compose", "--file", file, "--profile", "*", "config", "--quiet")
        {
            Environment = new Dictionary<string, string?> { ["DB_PASSWORD"] = password },
        }.RunAsync();
        return (result.ExitCode, result.Error);
    }

    private JsonNode FileOf(string service) => Of(ComposeTarget.Make(fixture[service]).Files[0].Text);

    internal static JsonNode Of(string yaml) => YamlReader.Documents(yaml, "export").Single().Body;
}

/// <summary>A test with Docker Compose, for which no engine has to run; skipped, and said so, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ComposeFactAttribute : FactAttribute
{
    public ComposeFactAttribute()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            Environment.GetEnvironmentVariable("DOCKER_CONFIG") ?? Path.Combine(home, ".docker"), "/usr/local/lib/docker",
            "/usr/local/libexec/docker", "/usr/lib/docker", "/usr/libexec/docker",
        ];
        var isThere = SearchPath.Find("docker") is not null
            && folders.Any(folder => File.Exists(Path.Combine(folder, "cli-plugins/docker-compose")));
        if (!isThere)
            Skip = "docker has no plugin compose: install the package docker-compose, docker-compose-v2 or docker-compose-plugin.";
    }
}
