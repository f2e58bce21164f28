using BigBen.Pipeline.Layout;

namespace BigBen.Platforms.Doctor;

/// <summary>How many pods the values of a clone ask for, all services and environments together.</summary>
internal static class WantedPods
{
    /// <summary>Adds them up; a service that scales by itself counts with the most that it may have.</summary>
    /// <param name="root">The clone.</param>
    /// <exception cref="PlatformException">The list of environments, or values, are not YAML.</exception>
    public static int Of(string root)
    {
        var environments = EnvironmentList.OfClone(root).Names;
        var services = Path.Combine(root, "app");
        return Directory.Exists(services)
            ? Directory.EnumerateDirectories(services)
                .SelectMany(service => environments.Select(name => Path.Combine(service, "deploy-config", name, "values.yaml")))
                .Where(File.Exists)
                .Sum(OfValues)
            : 0;
    }

    private static int OfValues(string file)
    {
        var values = YamlReader.FirstMap(File.ReadAllText(file), file);
        var scaling = values?["autoscaling"] as JsonObject;
        return scaling?["enabled"]?.ToString() == "true"
            ? Number(scaling["maxReplicas"], usual: 5)
            : Number(values?["replicas"], usual: 1);
    }

    // Where it is not said, the chart's default.
    private static int Number(JsonNode? value, int usual) => int.TryParse(value?.ToString(), out var number) ? number : usual;
}
