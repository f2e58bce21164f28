namespace BigBen.ApiServer.Access;

/// <summary>
/// Reads rights from a file of ClusterRoles and Roles, as <c>kubectl create role --dry-run=client -o yaml</c> prints one. The rules of a
/// ClusterRole hold in the whole cluster, those of a Role in its namespace.
/// </summary>
internal static class RoleFile
{
    private const string ApiVersion = "rbac.authorization.k8s.io/v1";

    private static readonly string[] Fields = ["apiVersion", "kind", "metadata", "rules"];
    private static readonly string[] RuleFields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"];
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads all rules of a file.</summary>
    /// <exception cref="PlatformException">It cannot be read, or is not only ClusterRoles and Roles.</exception>
    public static IReadOnlyList<PolicyRule> Read(string path)
    {
        if (!File.Exists(path))
            throw new PlatformException($"There is no file '{path}': name one with a ClusterRole or Role.");
        var rules = new List<PolicyRule>();
        foreach (var (_, line, body) in YamlReader.Documents(File.ReadAllText(path), path))
            rules.AddRange(Role(body as JsonObject, $"'{path}', line {line}"));
        return rules.Count > 0 ? rules : throw new PlatformException($"'{path}' has no rules: name a file with a ClusterRole or Role.");
    }

    private static IEnumerable<PolicyRule> Role(JsonObject? role, string where)
    {
        var kind = $"{role?["kind"]}";
        if (role is null || kind is not ("ClusterRole" or "Role") || $"{role["apiVersion"]}" != ApiVersion)
            throw new PlatformException($"{where}: this is not a ClusterRole or Role of {ApiVersion}.");
        RequireKnown(role, Fields, where);
        var ns = $"{(role["metadata"] as JsonObject)?["namespace"]}";
        if (kind == "Role" && ns.Length == 0)
            throw new PlatformException($"{where}: the Role has no metadata.namespace. A ClusterRole holds in all of them.");
        return (role["rules"] as JsonArray ?? []).Select(rule => Rule(rule as JsonObject, kind == "Role" ? ns : null, where));
    }

    private static PolicyRule Rule(JsonObject? body, string? ns, string where)
    {
        RequireKnown(body ?? throw new PlatformException($"{where}: a rule is not an object."), RuleFields, where);
        try
        {
            var rule = body.Deserialize<PolicyRule>(Options)! with { Namespace = ns };
            var isOfResources = rule is { ApiGroups.Count: > 0, Resources.Count: > 0, NonResourceUrls.Count: 0 };
            var isOfUrls = rule is { ApiGroups.Count: 0, Resources.Count: 0, ResourceNames.Count: 0, NonResourceUrls.Count: > 0 };
            return rule.Verbs.Count > 0 && (isOfResources || (isOfUrls && ns is null))
                ? rule
                : throw new PlatformException(
                    $"{where}: a rule has verbs, and either apiGroups and resources or, in a ClusterRole, nonResourceURLs.");
        }
        catch (JsonException e)
        {
            throw new PlatformException($"{where}: a rule's fields are lists of texts: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static void RequireKnown(JsonObject body, string[] known, string where)
    {
        if (body.Select(field => field.Key).FirstOrDefault(field => !known.Contains(field)) is { } other)
            throw new PlatformException($"{where}: there is no field '{other}' here; there are {string.Join(", ", known)}.");
    }
}
