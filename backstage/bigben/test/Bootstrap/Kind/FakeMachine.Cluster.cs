using System.Diagnostics;
using System.Text.Json.Nodes;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Bootstrap.Kind;

/// <summary>The cluster behind kubectl: workloads that are ready, and an Argo CD which does at once what git says.</summary>
internal sealed partial class FakeMachine
{
    /// <summary>What an Application's status says instead of being well: by name.</summary>
    internal Dictionary<string, JsonObject> Sick { get; } = [];

    /// <summary>ReplicaSets and pods of the services, beside their Deployments.</summary>
    internal List<JsonObject> Services { get; } = [];

    /// <summary>Whether Argo CD stopped looking at git: its Applications stay as they are.</summary>
    internal bool ArgoSleeps { get; set; }

    private (int Code, string Said) Kubectl(string[] arguments)
    {
        if (arguments is ["version", "--client"])
            return (0, "Client Version: v1.36.0");
        switch (arguments[2..])
        {
            case ["get", "nodes", ..]:
                return (0, List(Nodes().Select(node => Object("Node", node, new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) }))));
            case ["get", "deployments,statefulsets,daemonsets", "--namespace", var place, ..]:
                return (0, List(state.ContainsKey($"release {place}") ? [Workload(place)] : []));
            case ["get", "pods", ..]:
                return (0, state.GetValueOrDefault("pods") ?? List([]));
            case ["get", "replicasets,pods", ..]:
                return (0, List([.. Deployments(), .. Services.Select(item => (JsonObject)item.DeepClone())]));
            case ["get", "configmap", ..]:
                return state.TryGetValue("dashboard", out var dashboard) ? (0, dashboard) : (1, "Error from server (NotFound)");
            case ["apply", ..]:
                state["dashboard"] = File.ReadAllText(Option(arguments, "--filename"));
                return (0, "");
            case ["get", "applications.argoproj.io", ..]:
                return (0, Applications());
            case ["annotate", "applications.argoproj.io", ..]:
                return (0, "");
            case ["logs", ..]:
                return (0, state.GetValueOrDefault("log") ?? "");
            default:
                return (1, $"unexpected: kubectl {string.Join(' ', arguments)}");
        }
    }

    // One ready pod for every Application of a service.
    private IEnumerable<JsonObject> Deployments() => JsonNode.Parse(Applications())!["items"]!.AsArray()
        .Where(application => $"{application!["metadata"]!["name"]}" != "big-ben")
        .Select(application =>
        {
            var workload = Workload($"{application!["spec"]!["source"]!["helm"]!["releaseName"]}");
            workload["metadata"]!["namespace"] = $"{application["spec"]!["destination"]!["namespace"]}";
            return workload;
        });

    private JsonObject Workload(string place)
    {
        var ready = state.ContainsKey($"unready {place}") ? 0 : 1;
        var workload = Object("Deployment", place, new JsonObject { ["readyReplicas"] = ready, ["updatedReplicas"] = 1 });
        workload["spec"] = new JsonObject { ["replicas"] = 1 };
        return workload;
    }

    private string Applications()
    {
        if (!state.TryGetValue("root", out var root))
            return List([]);
        if (ArgoSleeps && state.TryGetValue("applications", out var before))
            return before;
        var forge = Path.Combine(State, "forge.git");
        List<JsonObject> applications = [Application("big-ben", "argocd", "environments", "main", null)];
        if (root.Contains("repository=file:///forge.git"))
        {
            foreach (var environment in new[] { EnvironmentFile.Developer, EnvironmentFile.Production })
            {
                var file = EnvironmentFile.Parse(environment, Git(forge, "show", $"main:{EnvironmentFile.PathOf(environment)}"));
                applications.AddRange(file.Services.Select(pair => Application($"{environment}-{pair.Key}", environment, pair.Key, pair.Value.Revision, pair.Value)));
            }
        }

        return state["applications"] = List(applications);
    }

    private JsonObject Application(string name, string place, string release, string target, ServiceRecord? record)
    {
        var forge = Path.Combine(State, "forge.git");
        var prefix = place == EnvironmentFile.Developer ? "dev" : place;
        JsonArray parameters = record is null ? [] :
        [
            Parameter("image.tag", record.Tag), Parameter("image.digest", record.Digest), Parameter("ingress.host", $"{prefix}.{release}.bigben.localhost"),
        ];
        var status = new JsonObject
        {
            ["sync"] = new JsonObject { ["status"] = "Synced", ["revision"] = Directory.Exists(forge) ? Git(forge, "rev-parse", $"{target}^{{commit}}").Trim() : "hosted" },
            ["health"] = new JsonObject { ["status"] = "Healthy" },
            ["operationState"] = new JsonObject { ["phase"] = "Succeeded", ["finishedAt"] = "2026-01-01T00:00:00Z" },
        };
        foreach (var (field, value) in Sick.GetValueOrDefault(name) ?? [])
            status[field] = value!.DeepClone();
        var application = Object("Application", name, status);
        application["spec"] = new JsonObject
        {
            ["source"] = new JsonObject { ["targetRevision"] = target, ["helm"] = new JsonObject { ["releaseName"] = release, ["parameters"] = parameters } },
            ["destination"] = new JsonObject { ["namespace"] = place },
        };
        return application;
    }

    private static JsonObject Parameter(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Object(string kind, string name, JsonObject status) =>
        new() { ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name, ["generation"] = 0 }, ["status"] = status };

    private static string List(IEnumerable<JsonObject> items) => new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString();

    private static string Git(string repository, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "--git-dir", repository, .. arguments]) { RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output;
    }
}
