using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.CloudRun;

/// <summary>The volumes of a pod as Cloud Run has them: memory, and a single entry of a Secret.</summary>
internal static class CloudRunVolumes
{
    /// <summary>
    /// A secret of Secret Manager, which has one value, for an entry of a Secret of Kubernetes, which has several. Environments may share
    /// a project, and not their secrets.
    /// </summary>
    public static string SecretOf(string environment, string secret, string key) =>
        string.Concat($"{environment}-{secret}-{key}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '-'));

    /// <summary>Takes what can be had; the volumes by their names.</summary>
    public static Dictionary<string, JsonNode> Take(Workload workload, string environment)
    {
        var volumes = new Dictionary<string, JsonNode>();
        foreach (var volume in workload.Pod.Items("volumes"))
        {
            var name = volume.Text("name");
            if (volume.At("emptyDir") is { } memory && memory.Names.All(field => field == "sizeLimit" || memory.Text(field) == "Memory"))
            {
                var given = (JsonObject)volume.Take("emptyDir")!;
                given["medium"] = "Memory";
                volumes[name] = new JsonObject { ["name"] = name, ["emptyDir"] = given };
            }
            else if (volume.At("secret") is { } secret && secret.Items("items") is [var item])
            {
                var path = new JsonObject { ["key"] = "latest", ["path"] = item.Text("path") };
                volumes[name] = new JsonObject
                {
                    ["name"] = name,
                    ["secret"] = new JsonObject
                    {
                        ["secretName"] = SecretOf(environment, secret.Text("secretName"), item.Text("key")),
                        ["items"] = new JsonArray(path),
                    },
                };
                secret.Take("secretName");
                secret.Take("items");
            }

            if (volumes.ContainsKey(name))
                volume.Take("name");
        }

        return volumes;
    }
}
