using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Layout;

/// <summary>Whether people reach a service at the host of its environment, by its values in git: a worker has none.</summary>
internal static class ServiceRoute
{
    private const string Defaults = $"{ServiceSource.Chart}/values.yaml";

    /// <summary>Whether an Ingress or an HTTPRoute has that host.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commit">The commit that chart and values are read at.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">The values are not YAML.</exception>
    public static async Task<bool> IsRoutedAsync(
        GitCli git, string commit, string service, string environment, CancellationToken cancellationToken)
    {
        var values = await ReadAsync(ServiceSource.ValuesFileOf(service, environment));
        var defaults = await ReadAsync(Defaults);
        return IsOn("ingress") || (IsOn("httpRoute") && Of("httpRoute", "hostnames") is not JsonArray { Count: > 0 });

        bool IsOn(string route) => Of(route, "enabled")?.ToString() == "true";

        JsonNode? Of(string route, string field) => (values?[route] as JsonObject)?[field] ?? (defaults?[route] as JsonObject)?[field];

        async Task<JsonObject?> ReadAsync(string file) =>
            await git.ReadFileAsync(commit, file, cancellationToken) is { } text
                ? YamlReader.FirstMap(text, file)
                : null;
    }
}
