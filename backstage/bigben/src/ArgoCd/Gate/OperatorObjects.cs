using BigBen.ArgoCd.Applications;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Gate;

/// <summary>
/// Databases that an operator runs. Other objects of operators are kept by the local platform and told of as not run; without its database
/// a service could do nothing.
/// </summary>
internal static class OperatorObjects
{
    private static readonly Dictionary<(string Group, string Kind), string> Databases = new()
    {
        [("postgresql.cnpg.io", "Cluster")] = "CloudNativePG",
    };

    /// <summary>Why the local platform cannot run an Application's objects, as a sentence; null where it can.</summary>
    public static string? Refusal(Application application, IReadOnlyList<Manifest> objects)
    {
        var found = objects.FirstOrDefault(manifest => Databases.ContainsKey((manifest.Key.Group, manifest.Key.Kind)));
        return found is null
            ? null
            : $"{application.Source.ReleaseName} in {application.Project}: the local platform runs no operators, and {found.Key.Kind} "
                + $"{found.Key.Name} is one for {Databases[(found.Key.Group, found.Key.Kind)]}. Set the database's mode to server in "
                + $"{application.Source.ValueFiles.LastOrDefault("its values")}, or to external for one that is elsewhere; a cluster with "
                + "the operator takes it as it is.";
    }
}
