using System.Text.Json.Nodes;
using BigBen.Kubernetes;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>What docker, kind, kubectl and helm do and say.</summary>
internal sealed partial class FakeMachine
{
    /// <summary>The cluster; null before it is made.</summary>
    internal FakeCluster? Cluster { get; private set; }

    /// <summary>What the pods of releases wait for instead of being ready: by release.</summary>
    internal Dictionary<string, JsonObject> Unready { get; } = [];

    /// <summary>A cluster that is there before: the context <c>stand-in</c>.</summary>
    /// <param name="argoCd">Where its Argo CD is.</param>
    /// <param name="repository">The repository that it is to follow.</param>
    internal async Task<FakeCluster> StartClusterAsync(string argoCd, string repository) =>
        Cluster = await FakeCluster.StartExistingAsync(argoCd, Port, repository);

    /// <summary>Somebody deletes the cluster behind the platform's back.</summary>
    internal void LoseCluster()
    {
        lock (gate)
            DeleteCluster();
    }

    private void DeleteCluster()
    {
        Cluster?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Cluster = null;
        foreach (var key in state.Keys.Where(IsOfCluster).ToList())
            state.Remove(key);
        static bool IsOfCluster(string key) =>
            key is "containers" or "nodes" or "root"
            || key.StartsWith("hosts ", StringComparison.Ordinal) || key.StartsWith("release ", StringComparison.Ordinal);
    }

    private static string Option(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];

    private (int Code, string Said) Docker(string[] arguments, string directory)
    {
        var line = string.Join(' ', arguments);
        switch (arguments)
        {
            case ["info", ..]:
                return state.TryGetValue("no engine", out var reason)
                    ? (1, reason)
                    : (0, $"29.1.0|{state.GetValueOrDefault("cgroups") ?? "2"}|/nowhere/docker");
            case ["container", "inspect", _, "{{.State.Running}}", _]:
                return state.TryGetValue("registry", out var running)
                    ? (0, running == "running" ? "true" : "false")
                    : (1, "Error: No such container");
            case ["container", "inspect", ..]:
                return (0, state.ContainsKey("connected") ? "bridge kind " : "bridge ");
            case ["run", "--rm", _, var volume, .., var asked]:
                var seen = $"{volume.Split(':')[0]}{asked["/seen".Length..]}";
                return state.ContainsKey("engine elsewhere")
                    ? (1, $"cat: can't open '{asked}': No such file or directory")
                    : (0, File.ReadAllText(seen));
            case ["run", ..]:
                if (state.ContainsKey("registry"))
                    return (125, "docker: Error response from daemon: Conflict. The container name is already in use");
                state["registry"] = "running";
                return (0, "0123456789ab");
            case ["port", ..]:
                return state.GetValueOrDefault("registry") == "running" ? (0, $"127.0.0.1:{server.Port}") : (1, "Error: No public port");
            case ["rm", "--force", ..]:
                state.Remove("registry");
                state.Remove("connected");
                return (0, arguments[^1]);
            case ["volume", "rm", ..]:
                state.Remove("volume");
                return (0, arguments[^1]);
            case ["volume", ..]:
                return (0, state.GetValueOrDefault("volume") ?? "");
            case ["ps", "--all", "--quiet", ..]:
                return (0, state.ContainsKey("registry") ? "0123456789ab" : "");
            case ["ps", ..]:
                var containers = (state.GetValueOrDefault("containers") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return (0, string.Join('\n', containers.Select(name => $"{name} {state.GetValueOrDefault("nodes") ?? "running"}")));
            case ["start", ..]:
                state["nodes"] = "running";
                return (0, "");
            case ["network", "connect", ..]:
                state["connected"] = "yes";
                return (0, "");
            case ["exec", _, "kubectl", ..]:
                return (0, string.Join('\n', Nodes().Select(node => $"node/{node}")));
            case ["exec", _, "mkdir", ..]:
                return (0, "");
            case ["exec", var node, "cat", ..]:
                return state.TryGetValue($"hosts {node}", out var hosts) ? (0, hosts.TrimEnd('\n')) : (1, "cat: no such file");
            case ["cp", var file, var target]:
                state[$"hosts {target.Split(':')[0]}"] = File.ReadAllText(file);
                return (0, "");
            case ["build", ..]:
                return Build(arguments, directory);
            case ["push", var image]:
                return Push(image);
            default:
                return (1, $"unexpected: docker {line}");
        }
    }

    private string[] Nodes() => (state.GetValueOrDefault("containers") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private (int Code, string Said) Kind(string[] arguments)
    {
        switch (arguments)
        {
            case ["version"]:
                return (0, state.GetValueOrDefault("kind version") ?? "kind v0.33.0 go1.26.0 linux/amd64");
            case ["get", "clusters"]:
                return (0, Nodes() is [var first, ..] ? first.Replace("-control-plane", "", StringComparison.Ordinal) : "");
            case ["create", "cluster", ..]:
                if (Nodes().Length > 0)
                    return (1, "ERROR: failed to create cluster: node(s) already exist for a cluster with the name");
                var name = Option(arguments, "--name");
                state["containers"] = $"{name}-control-plane {name}-worker {name}-worker2";
                state["config"] = File.ReadAllText(Option(arguments, "--config"));
                Cluster = FakeCluster.StartAsync(Nodes(), Port, Path.Combine(State, "forge.git")).GetAwaiter().GetResult();
                File.WriteAllText(Option(arguments, "--kubeconfig"), Cluster.Kubeconfig);
                return (0, "");
            case ["export", "kubeconfig", ..]:
                File.WriteAllText(Option(arguments, "--kubeconfig"), Cluster!.Kubeconfig);
                return (0, "");
            case ["delete", ..]:
                DeleteCluster();
                return (0, "");
            default:
                return (1, $"unexpected: kind {string.Join(' ', arguments)}");
        }
    }

    private (int Code, string Said) Kubectl(string[] arguments)
    {
        switch (arguments)
        {
            case ["version", "--client"]:
                return (0, "Client Version: v1.36.0");
            case ["config", "view", .., "stand-in"]:
                return (0, Cluster!.Kubeconfig.TrimEnd('\n'));
            case ["config", "view", .., var context]:
                return (1, $"error: cannot locate context {context}");
            case [_, _, "apply", ..]:
                var body = JsonNode.Parse(File.ReadAllText(Option(arguments, "--filename")))!.AsObject();
                Cluster!.Apply(ResourceKind.ConfigMaps, $"{body["metadata"]!["namespace"]}", body);
                return (0, "");
            default:
                return (1, $"unexpected: kubectl {string.Join(' ', arguments)}");
        }
    }

    private static Dictionary<string, string> Values(string[] arguments) => arguments.Index()
        .Where(argument => argument.Item == "--set-string")
        .Select(argument => arguments[argument.Index + 1].Split('=', 2))
        .ToDictionary(words => words[0], words => words[1]);

    private (int Code, string Said) Helm(string[] arguments)
    {
        if (arguments is ["version", "--short"])
            return (0, "v4.2.4+g0123456");
        var release = $"release {(arguments[0] == "upgrade" ? arguments[2] : arguments[1])}";
        switch (arguments[0])
        {
            case "status":
                if (!state.TryGetValue(release, out var known))
                    return (1, "Error: release: not found");
                var info = new JsonObject { ["status"] = known.Split(' ', 2)[0], ["description"] = known.Split(' ', 2)[1] };
                return (0, new JsonObject { ["info"] = info }.ToJsonString());
            case "upgrade":
                if (state.GetValueOrDefault(release)?.StartsWith("pending", StringComparison.Ordinal) == true)
                    return (1, "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress");
                state[release] = $"deployed {Option(arguments, "--description")}";
                if (arguments[2] != "big-ben")
                {
                    Cluster!.Install(arguments[2], Unready.GetValueOrDefault(arguments[2]));
                    return (0, "");
                }

                state["root"] = string.Join(' ', arguments);
                Cluster!.ArgoCd.Install(Values(arguments));
                return (0, "");
            case "uninstall":
                state.Remove(release);
                return (0, "");
            default:
                return (1, $"unexpected: helm {string.Join(' ', arguments)}");
        }
    }
}
