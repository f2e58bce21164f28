using BigBen.Manifests.Specs;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>A container of a pod as a service of Compose.</summary>
internal static class ComposeService
{
    private static readonly Dictionary<string, string> PullPolicies =
        new() { ["Always"] = "always", ["IfNotPresent"] = "missing", ["Never"] = "never" };

    /// <summary>Takes of the container what Compose can do, and writes it down.</summary>
    /// <param name="container">The container.</param>
    /// <param name="workload">The pod that it is in.</param>
    /// <param name="translation">The objects.</param>
    /// <param name="volumes">The pod's volumes.</param>
    public static JsonObject Of(Part container, Workload workload, Translation translation, ComposeVolumes volumes)
    {
        var variables = ContainerVariables.Of(container, translation, workload.Links);
        var service = new JsonObject { ["image"] = ImageName.ByDigest(container.TakeText("image") ?? "") };
        if (PullPolicies.TryGetValue(container.Text("imagePullPolicy"), out var policy))
        {
            service["pull_policy"] = policy;
            container.Take("imagePullPolicy");
        }

        AddWords(container, "command", "entrypoint", variables, service);
        AddWords(container, "args", "command", variables, service);
        AddVariables(container, variables, service);
        ComposeHealth.Add(container, workload, service);
        AddSecurity(container, workload, service);
        volumes.Mount(container, service);
        AddResources(container, service);
        if (container.TakeText("workingDir") is { } folder)
            service["working_dir"] = folder;
        container.Take("name");
        return service;
    }

    private static void AddWords(Part container, string from, string to, ContainerVariables variables, JsonObject service)
    {
        if (container.Peek(from) is not JsonArray words)
            return;
        var resolved = words.Select(word => variables.Resolve($"{word}")).ToList();
        if (resolved.Any(pieces => pieces is null))
            return;
        service[to] = new JsonArray([.. resolved.Select(pieces => (JsonNode)ComposeText.Text(pieces!, variables))]);
        container.Take(from);
    }

    private static void AddVariables(Part container, ContainerVariables variables, JsonObject service)
    {
        var environment = new JsonObject();
        foreach (var variable in variables.All)
        {
            environment[variable.Name] = ComposeText.Value(variable, variables);
            variable.Take();
        }

        if (environment.Count > 0)
            service["environment"] = environment;
        var files = new JsonArray();
        foreach (var source in container.Items("envFrom").Where(source => source.Peek("prefix") is null))
        {
            if (source.At("secretRef") is not { } secret)
                continue;
            files.Add((JsonNode)new JsonObject
            {
                ["path"] = $"./secrets/{secret.TakeText("name")}.env",
                ["required"] = secret.TakeText("optional") != "true",
            });
        }

        if (files.Count > 0)
            service["env_file"] = files;
    }

    private static void AddSecurity(Part container, Workload workload, JsonObject service)
    {
        var (pod, own) = (workload.Pod.At("securityContext"), container.At("securityContext"));
        var user = own?.TakeText("runAsUser") ?? pod?.Text("runAsUser");
        var group = own?.TakeText("runAsGroup") ?? pod?.Text("runAsGroup");
        if (user is { Length: > 0 })
            service["user"] = group is { Length: > 0 } ? $"{user}:{group}" : user;
        if (own is null)
            return;
        if (own.TakeText("readOnlyRootFilesystem") == "true")
            service["read_only"] = true;
        if (own.TakeText("privileged") == "true")
            service["privileged"] = true;
        foreach (var (field, name) in new[] { ("drop", "cap_drop"), ("add", "cap_add") })
        {
            if (own.At("capabilities")?.Take(field) is JsonArray capabilities)
                service[name] = capabilities;
        }

        if (own.Text("allowPrivilegeEscalation") == "false")
        {
            own.Take("allowPrivilegeEscalation");
            service["security_opt"] = new JsonArray("no-new-privileges:true");
        }
    }

    private static void AddResources(Part container, JsonObject service)
    {
        var (limits, requests) = (container.At("resources", "limits"), container.At("resources", "requests"));
        var resources = new JsonObject();
        var limited = new JsonObject();
        if (limits is not null && ComposeText.Bytes(limits.Text("memory")) is { } most)
        {
            limited["memory"] = most;
            limits.Take("memory");
        }

        if (limits is not null && ContainerResources.Quantity(limits.Text("cpu")) is { } cpus)
        {
            limited["cpus"] = cpus.ToString("0.###", CultureInfo.InvariantCulture);
            limits.Take("cpu");
        }

        if (limited.Count > 0)
            resources["limits"] = limited;
        // Of what is reserved docker compose knows the memory alone.
        if (requests is not null && ComposeText.Bytes(requests.Text("memory")) is { } least)
        {
            resources["reservations"] = new JsonObject { ["memory"] = least };
            requests.Take("memory");
        }

        if (resources.Count > 0)
            service["deploy"] = new JsonObject { ["resources"] = resources };
    }
}
