using BigBen.ArgoCd.Applications;
using BigBen.Manifests;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.PodSecurity;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ArgoCd.Gate;

/// <summary>What a Kubernetes API server would refuse of an Application's objects.</summary>
internal static class ObjectRefusals
{
    /// <summary>Each refusal with its template, object and field.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="values">Its values files.</param>
    /// <param name="live">What is there already; null where that is not known.</param>
    public static IEnumerable<string> Of(
        Application application, IReadOnlyList<Manifest> objects, IReadOnlyList<ValuesFile> values, UnchangeableFields? live = null)
    {
        var causes = new ValueLines(values);
        return objects.SelectMany(manifest => Of(application, manifest, live).Select(
            refusal => $"{Place(application, manifest)}: {refusal.Text}{causes.Find(refusal.Value)}"));
    }

    private static IEnumerable<(string Text, string? Value)> Of(Application application, Manifest manifest, UnchangeableFields? live)
    {
        IReadOnlyList<UnknownField> unknown;
        try
        {
            unknown = Validator.UnknownFields($"{Prefix(manifest.Key.Group)}{manifest.Version}", manifest.Key.Kind, manifest.Body);
        }
        catch (DecodingException e)
        {
            return [(e.Message, null)];
        }

        if (unknown.Count > 0)
            return unknown.Select(field => (field.ToString(), (string?)null));
        var errors = Validator.Errors(manifest.Key.Group, manifest.Key.Kind, manifest.Body);
        if (errors.Count > 0)
            return errors.Select(error => ($"{error}", error.Value));
        return live?.Refusal(application, manifest) is { } refusal
            ? [refusal]
            : PodSecurityStandard.Violations(application.NamespaceLabels, manifest.Body).Select(violation => (violation, (string?)null));
    }

    private static string Prefix(string group) => group.Length == 0 ? "" : $"{group}/";

    // Helm says the chart's name, people know its folder.
    private static string Place(Application application, Manifest manifest)
    {
        var template = manifest.Template is { } path ? $"{application.Source.Path}/{path[(path.IndexOf('/') + 1)..]}" : manifest.Source;
        return $"{template}: {manifest.Key.Kind} {manifest.Key.Name}";
    }
}
