using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests.Helm;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;

namespace BigBen.Tests.ApiServer;

/// <summary>What people do with a real Helm: the whole life of a release.</summary>
public sealed class HelmTests : IDisposable
{
    private static readonly (string Path, string Text)[] Chart =
    [
        ("Chart.yaml", "apiVersion: v2\nname: small\nversion: 1.0.0\n"),
        ("values.yaml", "a: 1\n"),
        ("templates/configmap.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: small }\ndata: { A: \"{{ .Values.a }}\" }\n"),
        ("templates/service.yaml", "apiVersion: v1\nkind: Service\nmetadata: { name: small }\n"
            + "spec: { selector: { app: small }, ports: [{ name: http, port: 80 }] }\n"),
    ];

    private readonly TempFolder _temp = new();

    public HelmTests()
    {
        foreach (var (path, text) in Chart)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp[$"small/{path}"])!);
            File.WriteAllText(_temp[$"small/{path}"], text);
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_release_is_installed_upgraded_rolled_back_and_uninstalled() => await LifeAsync(await TestHelm.ProgramAsync());

    [Helm4Fact]
    public Task A_release_lives_by_Helm_4_too() => LifeAsync(Helm4FactAttribute.Program(_temp["helm"]));

    private async Task LifeAsync(HelmProgram helm)
    {
        var dryRun = helm.Version >= new Version(3, 13) ? "--dry-run=server" : "--dry-run";
        await using var api = await TestApi.StartAsync("lab");

        await ShouldRunAsync(helm, api, "install", "small", _temp["small"], dryRun);
        Found(api, "configmaps", "small").ShouldBeNull();

        (await ShouldRunAsync(helm, api, "install", "small", _temp["small"])).ShouldContain("STATUS: deployed");
        Value(api).ShouldBe("1");
        (await ShouldRunAsync(
            helm, api, "upgrade", "--install", "small", _temp["small"], "--set", "a=2", "--wait", "--timeout", "60s"))
            .ShouldContain("REVISION: 2");
        Value(api).ShouldBe("2");
        (await ShouldRunAsync(helm, api, "status", "small")).ShouldContain("STATUS: deployed");
        await ShouldRunAsync(helm, api, "rollback", "small", "1");
        Value(api).ShouldBe("1");
        JsonNode.Parse(await ShouldRunAsync(helm, api, "history", "small", "-o", "json"))!.AsArray()
            .Select(revision => $"{revision!["revision"]} {revision["status"]} {revision["description"]}")
            .ShouldBe(["1 superseded Install complete", "2 superseded Upgrade complete", "3 deployed Rollback to 1"]);
        (await ShouldRunAsync(helm, api, "list", "-q")).Trim().ShouldBe("small");

        await ShouldRunAsync(helm, api, "uninstall", "small");
        Found(api, "configmaps", "small").ShouldBeNull();
        Found(api, "services", "small").ShouldBeNull();
        api.Store.List(TestApi.Resource("v1", "secrets"), "lab").Items.ShouldBeEmpty();
    }

    private static string? Value(TestApi api) => Found(api, "configmaps", "small")?.GetProperty("data").GetProperty("A").GetString();

    private static JsonElement? Found(TestApi api, string plural, string name) =>
        api.Store.Find(TestApi.Resource("v1", plural), "lab", name);

    private static async Task<string> ShouldRunAsync(HelmProgram program, TestApi api, params string[] arguments)
    {
        var result = await RunAsync(program, api, arguments);
        result.ExitCode.ShouldBe(0, $"helm {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    private static async Task<CommandResult> RunAsync(HelmProgram program, TestApi api, params string[] arguments)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        // A home of its own: what Helm remembers of one server must not be told of another.
        var home = Path.GetDirectoryName(api.Kubeconfig)!;
        var environment = new Dictionary<string, string?>(HelmProgram.Isolated(Path.Combine(home, "helm")))
        {
            ["KUBECONFIG"] = api.Kubeconfig,
            ["HOME"] = home,
        };
        return await new Command(program.Path, ["-n", "lab", .. arguments]) { Environment = environment }.RunAsync(deadline.Token);
    }
}
