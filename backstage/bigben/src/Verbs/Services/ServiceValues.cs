using BigBen.Secrets;
using BigBen.Verbs.Environments;

namespace BigBen.Verbs.Services;

/// <summary>A new service's values, one folder an environment.</summary>
internal static class ServiceValues
{
    // As the chart has it: the names of a database's objects are longer than the service's (database.validate in charts/app).
    private const int LongestWithDatabase = 36;

    /// <summary>Refuses a name that the chart would refuse for the values of an example.</summary>
    /// <param name="folder">The example's <c>deploy-config</c>.</param>
    /// <param name="name">The service's name.</param>
    /// <exception cref="PlatformException">It is too long for a service with a database.</exception>
    public static void RequireRoom(string folder, string name)
    {
        if (name.Length > LongestWithDatabase
            && Directory.GetFiles(folder, "values.yaml", SearchOption.AllDirectories).Any(HasDatabase))
        {
            throw new PlatformException($"'{name}' has {name.Length} characters, and the name of a service with a database at most "
                + $"{LongestWithDatabase}: shorten it.");
        }
    }

    private static bool HasDatabase(string file) =>
        YamlReader.FirstMap(File.ReadAllText(file), file)?["database"]?["enabled"]?.ToString() == "true";

    /// <summary>The keys of the service's own Secret that its values take in an environment, in their order.</summary>
    /// <param name="folder">The service's <c>deploy-config</c>.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="environment">The environment.</param>
    public static IReadOnlyList<string> SecretKeys(string folder, string name, string environment)
    {
        var file = Path.Combine(folder, environment, "values.yaml");
        return [.. SecretKeys(YamlReader.FirstMap(File.ReadAllText(file), file), ServiceSecrets.NameOf(name)).Distinct()];
    }

    // secretEnv says {name, key}, a database {name, passwordKey, rootPasswordKey}.
    private static IEnumerable<string> SecretKeys(JsonNode? values, string secret) => values switch
    {
        JsonObject map when $"{map["name"]}" == secret && $"{map["optional"]}" != "true" => map
            .Where(field => field.Key.EndsWith("key", StringComparison.OrdinalIgnoreCase)).Select(field => $"{field.Value}"),
        JsonObject map => map.SelectMany(field => SecretKeys(field.Value, secret)),
        JsonArray list => list.SelectMany(item => SecretKeys(item, secret)),
        _ => [],
    };

    /// <summary>
    /// Makes the folders those of the environments that there are: one that the template does not know has the values of the one before
    /// it in the order of promotion, the first those of the first after it.
    /// </summary>
    /// <param name="folder">The service's <c>deploy-config</c>.</param>
    /// <param name="environments">The environments, in the order of promotion.</param>
    public static void Fit(string folder, IReadOnlyList<string> environments)
    {
        var known = Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        var nearest = environments.FirstOrDefault(known.Contains) ?? known[0];
        foreach (var environment in environments)
        {
            if (known.Contains(environment))
                nearest = environment;
            else
                EnvironmentValues.Copy(folder, nearest, environment);
        }

        foreach (var unknown in known.Except(environments))
            Directory.Delete(Path.Combine(folder, unknown), recursive: true);
    }
}
