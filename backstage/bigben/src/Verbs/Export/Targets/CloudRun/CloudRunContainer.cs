using BigBen.Manifests.Specs;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.CloudRun;

/// <summary>A container of a pod as one of Cloud Run.</summary>
internal static class CloudRunContainer
{
    private static readonly string[] Actions = ["httpGet", "grpc", "tcpSocket"];

    // The second generation of its execution environment starts at 512 MiB (Cloud Run documentation, "Memory limits").
    private const decimal LeastOfSecondGeneration = 512 * 1024 * 1024;

    private static readonly string[] Timing = ["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"];

    /// <summary>Takes of the container what Cloud Run can do, and writes it down.</summary>
    /// <param name="container">The container.</param>
    /// <param name="workload">The pod that it is in.</param>
    /// <param name="translation">The objects.</param>
    /// <param name="volumes">The volumes that there are.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="isMain">Whether it is the one that is asked.</param>
    public static JsonObject Of(
        Part container, Workload workload, Translation translation, Dictionary<string, JsonNode> volumes, string environment, bool isMain)
    {
        var variables = ContainerVariables.Of(container, translation, workload.Links);
        var result = new JsonObject
        {
            ["name"] = container.TakeText("name"),
            ["image"] = ImageName.ByDigest(container.TakeText("image") ?? ""),
        };
        // A revision keeps the image that it was made with.
        container.TakeWhere(("imagePullPolicy", "IfNotPresent"));
        foreach (var field in new[] { "command", "args" })
            AddWords(container, field, variables, result);
        if (isMain)
            AddPort(container, workload, result);
        AddVariables(variables, environment, isMain ? workload.MainPort : null, result);
        foreach (var field in new[] { "startupProbe", "livenessProbe" })
            AddProbe(container, field, workload, result);
        if (container.At("resources", "limits") is { } limits && CloudRunLimits.Take(limits) is { Count: > 0 } taken)
            result["resources"] = new JsonObject { ["limits"] = taken };

        AddMounts(container, volumes, result);
        if (container.TakeText("workingDir") is { } folder)
            result["workingDir"] = folder;
        return result;
    }

    /// <summary>Whether a container has less memory than the newer execution environment takes.</summary>
    public static bool NeedsFirstGeneration(JsonObject container) =>
        ContainerResources.Quantity($"{container["resources"]?["limits"]?["memory"]}") is { } memory && memory < LeastOfSecondGeneration;

    private static void AddWords(Part container, string field, ContainerVariables variables, JsonObject result)
    {
        if (container.Peek(field) is not JsonArray words)
            return;
        var resolved = words.Select(word => variables.Resolve($"{word}")).ToList();
        if (resolved.Any(pieces => pieces is null || pieces.Any(piece => piece.IsReference)))
            return;
        result[field] = new JsonArray([.. resolved.Select(pieces => (JsonNode)string.Concat(pieces!.Select(piece => piece.Text)))]);
        container.Take(field);
    }

    // It has one port.
    private static void AddPort(Part container, Workload workload, JsonObject result)
    {
        foreach (var port in container.Items("ports").Where(port => port.Text("containerPort") == workload.MainPort))
        {
            port.Take("name");
            port.TakeWhere(("protocol", "TCP"));
            result["ports"] = new JsonArray(new JsonObject { ["name"] = "http1", ["containerPort"] = port.Take("containerPort") });
        }
    }

    private static void AddVariables(ContainerVariables variables, string environment, string? port, JsonObject result)
    {
        var env = new JsonArray();
        foreach (var variable in variables.All)
        {
            if (variable.Name == "PORT")
            {
                // Cloud Run sets it to the container's port, and refuses it here.
                if (variable.Literal == port)
                    variable.Take();
            }
            else if (variable.Secret is { Optional: false } secret)
            {
                var name = CloudRunVolumes.SecretOf(environment, secret.Name, secret.Key);
                var reference = new JsonObject { ["name"] = name, ["key"] = "latest" };
                env.Add((JsonNode)new JsonObject
                {
                    ["name"] = variable.Name,
                    ["valueFrom"] = new JsonObject { ["secretKeyRef"] = reference },
                });
                variable.Take();
            }
            else if (variable.Literal is { } value)
            {
                env.Add((JsonNode)new JsonObject { ["name"] = variable.Name, ["value"] = value });
                variable.Take();
            }
        }

        if (env.Count > 0)
            result["env"] = env;
    }

    private static void AddProbe(Part container, string field, Workload workload, JsonObject result)
    {
        if (container.At(field) is not { } probe)
            return;
        var action = Actions.FirstOrDefault(probe.Names.Contains);
        // No command, and the connection alone is asked at the start alone.
        if (action is null || (action == "tcpSocket" && field == "livenessProbe") || probe.At(action)!.Names.Contains("scheme"))
            return;
        var asked = (JsonObject)probe.Take(action)!;
        if (asked["port"] is { } port && int.TryParse(workload.PortOf($"{port}"), CultureInfo.InvariantCulture, out var number))
            asked["port"] = number;
        var written = new JsonObject { [action] = asked };
        foreach (var timing in Timing)
        {
            if (probe.Take(timing) is { } value)
                written[timing] = value;
        }

        result[field] = written;
    }

    private static void AddMounts(Part container, Dictionary<string, JsonNode> volumes, JsonObject result)
    {
        var mounts = new JsonArray();
        foreach (var mount in container.Items("volumeMounts").Where(mount => volumes.ContainsKey(mount.Text("name"))))
            mounts.Add((JsonNode)new JsonObject { ["name"] = mount.TakeText("name"), ["mountPath"] = mount.TakeText("mountPath") });
        if (mounts.Count > 0)
            result["volumeMounts"] = mounts;
    }
}
