using BigBen.Kubernetes;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing.Steps;

/// <summary>
/// The namespaces of the environments, and of an Argo CD that we install: made where they are not there, labelled as ours.
/// </summary>
internal static class NamespacesStep
{
    public static PlatformStep Create(ExistingSettings settings) => new("make the namespaces")
    {
        Does = [$"Makes {string.Join(", ", settings.MadeNamespaces)} where they are not there."],
        Check = async cancellationToken =>
        {
            using var api = settings.OpenApi();
            return await MissingAsync(settings, api, cancellationToken) is { Count: > 0 } missing
                ? StepCheck.Missing(string.Join(", ", missing))
                : StepCheck.Done("they are there");
        },
        Apply = async (_, cancellationToken) =>
        {
            using var api = settings.OpenApi();
            foreach (var name in await MissingAsync(settings, api, cancellationToken))
                await api.CreateAsync(ResourceKind.Namespaces, "", Body(settings, name), cancellationToken);
        },
    };

    /// <summary>The namespaces that are still to be made.</summary>
    /// <exception cref="PlatformException">One is there and somebody else's.</exception>
    public static async Task<IReadOnlyList<string>> MissingAsync(
        ExistingSettings settings, KubernetesApi api, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var name in settings.MadeNamespaces)
        {
            if (await api.FindAsync(ResourceKind.Namespaces, "", name, cancellationToken) is { } body)
                Ownership.Require(body);
            else
                missing.Add(name);
        }

        return missing;
    }

    private static object Body(ExistingSettings settings, string name) => new
    {
        apiVersion = "v1",
        kind = ResourceKind.Namespaces.Kind,
        metadata = new { name, labels = Ownership.LabelsOf(settings.Record.Platform) },
    };
}
