using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Manifests;
using BigBen.Manifests.Helm;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>The database's chart on a local platform, with a real server, and programs that reach it by its Service's variables.</summary>
internal sealed class DatabaseRelease : IAsyncDisposable
{
    private static readonly string Chart = Path.Combine(RepositoryRoot.Path, "charts/app/charts/database");

    public const string Name = "orders-db";
    public const string Password = "it's a \\ $ecret";

    private const string Pod = $"{Name}-0";

    private readonly LocalClusterFixture _platform;
    private readonly string _engine;

    private DatabaseRelease(LocalClusterFixture platform, string engine) => (_platform, _engine) = (platform, engine);

    public LocalClusterFixture Platform => _platform;

    /// <summary>Installs the chart and waits until the server is ready.</summary>
    public static async Task<DatabaseRelease> StartAsync(string engine)
    {
        var platform = await LocalClusterFixture.StartAsync(
            (others, folder) => new DatabaseImages(others, folder, DatabaseFactAttribute.Roots(engine)));
        var release = new DatabaseRelease(platform, engine);
        try
        {
            platform.Apply($$"""
                { apiVersion: v1, kind: Namespace, metadata: { name: developer } }
                ---
                apiVersion: v1
                kind: Secret
                metadata: { name: {{Name}} }
                data: { password: {{Base64(Password)}}, root-password: {{Base64("root")}} }
                """);
            platform.Apply(await release.RenderAsync());
            await release.ReadyAsync();
            return release;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public Task ReadyAsync() => _platform.UntilAsync(() => Server is { } pod && pod.HasCondition("Ready"));

    public bool Happened(string reason, string message) => _platform.List("v1", "events").Any(happened =>
        happened.TextAt("involvedObject", "name") == Pod
        && happened.TextAt("reason") == reason
        && happened.TextAt("message")!.Contains(message, StringComparison.Ordinal));

    /// <summary>Runs a script in a pod of the engine's image; fails where the script does.</summary>
    public async Task RunAsync(string script)
    {
        var name = $"client-{Guid.NewGuid():n}";
        var pod = JsonNode.Parse($$"""
            {
              "metadata": { "name": "{{name}}" },
              "spec": {
                "restartPolicy": "Never",
                "containers": [ {
                  "name": "main",
                  "image": "{{(_engine == "postgres" ? "postgres:17" : "mysql:8.4")}}",
                  "command": [ "sh", "-euc" ],
                  "env": [
                    { "name": "{{(_engine == "postgres" ? "PGHOST" : "MYSQL_HOST")}}", "value": "$(ORDERS_DB_SERVICE_HOST)" },
                    { "name": "{{(_engine == "postgres" ? "PGPORT" : "MYSQL_TCP_PORT")}}", "value": "$(ORDERS_DB_SERVICE_PORT)" },
                    { "name": "{{(_engine == "postgres" ? "PGUSER" : "USER")}}", "value": "app" },
                    { "name": "{{(_engine == "postgres" ? "PGDATABASE" : "DATABASE")}}", "value": "or_ders" },
                    {
                      "name": "{{(_engine == "postgres" ? "PGPASSWORD" : "MYSQL_PWD")}}",
                      "valueFrom": { "secretKeyRef": { "name": "{{Name}}", "key": "password" } }
                    }
                  ]
                } ]
              }
            }
            """)!.AsObject();
        pod["spec"]!["containers"]![0]!["command"]!.AsArray().Add(script);
        _platform.Store.Create(TestApi.Resource("v1", "pods"), "developer", pod);
        await _platform.UntilAsync(() => PhaseOf(name) is "Succeeded" or "Failed");
        PhaseOf(name).ShouldBe("Succeeded", LogsOf(name));
    }

    /// <summary>Runs the CronJob's Job now, and gives the name of the dump.</summary>
    public async Task<string> BackUpAsync()
    {
        var cron = _platform.List("batch/v1", "cronjobs").ShouldHaveSingleItem();
        var spec = JsonNode.Parse(cron.At("spec", "jobTemplate", "spec")!.Value.GetRawText())!.AsObject();
        (await CompletesAsync("now", spec)).ShouldBeTrue(LogsOf("now"));
        return Path.GetFileName(FileOf("*.dump"));
    }

    /// <summary>Runs the chart's Job that restores a dump into a database.</summary>
    public async Task RestoreAsync(string dump, string database)
    {
        var job = await RestoreOfAsync(dump, database);
        (await CompletesAsync(job.Key.Name, (JsonObject)job.Body["spec"]!.DeepClone())).ShouldBeTrue(LogsOf(job.Key.Name));
    }

    /// <summary>Runs that Job with a dump whose end is missing.</summary>
    /// <returns>What it says as it fails.</returns>
    public async Task<string> RestoreCutAsync(string dump, string database)
    {
        var file = FileOf(dump);
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(file)!, "cut"), (await File.ReadAllBytesAsync(file))[..^100]);
        var job = await RestoreOfAsync("cut", database);
        (await CompletesAsync(job.Key.Name, (JsonObject)job.Body["spec"]!.DeepClone())).ShouldBeFalse(LogsOf(job.Key.Name));
        return LogsOf(job.Key.Name);
    }

    /// <summary>Kills the server as a system does that runs out of memory, and waits until it serves again.</summary>
    public async Task KillServerAsync(string pidFile)
    {
        var before = Restarts;
        var pid = int.Parse((await File.ReadAllLinesAsync(FileOf(pidFile)))[0], CultureInfo.InvariantCulture);
        Signals.Send(ProcessIdentity.Of(pid)!, Signals.Kill);
        await _platform.UntilAsync(() => Restarts > before && Server!.Value.HasCondition("Ready"));
    }

    /// <summary>The only file of a name in the volumes.</summary>
    public string FileOf(string name) =>
        Directory.GetFiles(_platform.State.Volumes, name, SearchOption.AllDirectories).ShouldHaveSingleItem();

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private JsonElement? Server => _platform.Store.Find(TestApi.Resource("v1", "pods"), "developer", Pod);

    private long Restarts => Server?.ItemsAt("status", "containerStatuses").FirstOrDefault().NumberAt("restartCount") ?? 0;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string? PhaseOf(string pod) =>
        _platform.Store.Find(TestApi.Resource("v1", "pods"), "developer", pod)?.TextAt("status", "phase");

    private async Task<bool> CompletesAsync(string name, JsonObject spec)
    {
        var jobs = TestApi.Resource("batch/v1", "jobs");
        _platform.Store.Create(
            jobs, "developer", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec });
        JsonElement job = default;
        await _platform.UntilAsync(() =>
        {
            job = _platform.Store.Find(jobs, "developer", name)!.Value;
            return job.HasCondition("Complete") || job.HasCondition("Failed");
        });
        return job.HasCondition("Complete");
    }

    private string LogsOf(string name) => string.Join('\n', Directory
        .GetFiles(Path.Combine(_platform.State.Cluster, "logs"), "*", SearchOption.AllDirectories)
        .Where(file => file.Contains(name, StringComparison.Ordinal))
        .Select(File.ReadAllText));

    private async Task<Manifest> RestoreOfAsync(string dump, string database) =>
        Manifest.ParseAll(await RenderAsync(database, dump), "test.yaml", "developer").Single(one => one.Key.Kind == "Job");

    private async Task<string> RenderAsync(string database = "or_ders", string dump = "") =>
        await (await TestHelm.CliAsync()).TemplateAsync(new(Name, Chart, "developer")
        {
            Parameters =
            [
                new HelmParameter("engine", _engine), new HelmParameter("secret.name", Name), new HelmParameter("database", database),
                new HelmParameter("restore.file", dump),
            ],
        });
}
