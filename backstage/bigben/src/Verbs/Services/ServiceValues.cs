using BigBen.Verbs.Environments;

namespace BigBen.Verbs.Services;

/// <summary>A new service's values, one folder an environment.</summary>
internal static class ServiceValues
{
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
