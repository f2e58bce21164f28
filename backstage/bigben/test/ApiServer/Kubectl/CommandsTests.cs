using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>The commands that were recorded on a real cluster, in their order, against the objects that it had.</summary>
public partial class CommandsTests
{
    private static readonly (string ApiVersion, string Plural, string File)[] Objects =
    [
        ("v1", "nodes", "core/nodes"), ("v1", "pods", "core/pods"), ("v1", "services", "core/services"),
        ("v1", "configmaps", "core/configmaps"),
        ("v1", "serviceaccounts", "core/serviceaccounts"), ("v1", "events", "core/events"), ("apps/v1", "deployments", "apps/deployments"),
        ("apps/v1", "replicasets", "apps/replicasets"), ("networking.k8s.io/v1", "ingresses", "networking.k8s.io/ingresses"),
        ("networking.k8s.io/v1", "networkpolicies", "networking.k8s.io/networkpolicies"),
        ("discovery.k8s.io/v1", "endpointslices", "discovery.k8s.io/endpointslices"),
        ("argoproj.io/v1alpha1", "applications", "argoproj.io/applications"),
        ("argoproj.io/v1alpha1", "appprojects", "argoproj.io/appprojects"),
    ];

    /// <summary>What cannot be the same, and why.</summary>
    private static readonly Dictionary<string, string> Differs = new()
    {
        ["--for=condition=Available"] = "no controller has observed the restarted Deployment",
        ["undo"] = "no controller has made a second ReplicaSet",
    };

    [KubectlFact]
    public async Task Every_recorded_command_ends_and_prints_as_on_a_real_cluster()
    {
        await using var api = await TestApi.StartAsync(history: 20, "developer", "argocd");
        Seed(api);
        var wrong = new List<string>();
        foreach (var recorded in Golden.Lines("kubectl/commands.jsonl"))
        {
            var arguments = recorded.ItemsAt("argv").Select(argument => argument.GetString()!).ToArray();
            // Those that were ended by hand never end by themselves, nor does what waits for a rollout that nobody does.
            if (recorded.NumberAt("exit") is not { } exit || recorded.TextAt("out")!.StartsWith("Waiting for", StringComparison.Ordinal)
                || arguments.Any(Differs.ContainsKey))
                continue;
            var result = await Kubectl.RunAsync(api, recorded.TextAt("stdin"), arguments);
            var (output, error) = (First(result.Output), Last(result.Error));
            var isSame = result.ExitCode == exit && error == Mask(recorded.TextAt("err")!)
                && (!IsText(recorded, arguments) || output == Mask(recorded.TextAt("out")!));
            if (!isSame)
            {
                wrong.Add(
                    $"{string.Join(' ', arguments)}: {result.ExitCode} {output} {error}\n   instead of "
                    + $"{exit} {recorded.TextAt("out")} {recorded.TextAt("err")}");
            }
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    private static void Seed(TestApi api)
    {
        foreach (var (apiVersion, plural, file) in Objects)
        {
            foreach (var value in Golden.Read($"tables/{file}.json").ItemsAt("objects"))
            {
                var node = JsonObject.Create(value)!.DeepClone().AsObject();
                node["metadata"]!.AsObject().Remove("resourceVersion");
                var resource = TestApi.Resource(apiVersion, plural);
                var ns = value.TextAt("metadata", "namespace") ?? "";
                var made = api.Store.Create(resource, ns, node.DeepClone().AsObject());
                if (resource.HasStatus && node["status"] is { } status)
                {
                    api.Update(apiVersion, plural, ns, made.NameOf(), now => now["status"] = Observed(status.DeepClone()), "status");
                }
            }
        }

        api.Kubelet.PodMetrics = Metrics("pods");
        api.Kubelet.NodeMetrics = Metrics("nodes");
    }

    // A new object is of the first generation, whatever the recorded one was.
    private static JsonNode Observed(JsonNode status)
    {
        if (status["observedGeneration"] is not null)
            status["observedGeneration"] = 1;
        return status;
    }

    private static List<JsonObject> Metrics(string file) =>
        [.. Golden.Read($"tables/metrics.k8s.io/{file}.json").ItemsAt("objects").Select(value => JsonObject.Create(value)!)];

    // Logs are whatever was logged, and JSON is compared elsewhere.
    private static bool IsText(JsonElement recorded, string[] arguments) =>
        !arguments.Contains("logs") && !recorded.TextAt("out")!.StartsWith('{');

    private static string First(string text) => Mask(text.Split('\n')[0]);

    private static string Last(string text) => Mask(text.Split('\n').LastOrDefault(line => line.Trim().Length > 0) ?? "");

    // Columns are as wide as what stands in them.
    private static string Mask(string text) =>
        Spaces().Replace(Folders().Replace(Ports().Replace(Colors().Replace(text, ""), "PORT"), "FOLDER"), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=127\.0\.0\.1:)\d+")]
    private static partial Regex Ports();

    [GeneratedRegex("(?<=/(LIVE|MERGED)-)[0-9]+")]
    private static partial Regex Folders();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colors();
}
