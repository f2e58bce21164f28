using BigBen.Git;
using YamlDotNet.RepresentationModel;

namespace BigBen.Verbs.Services;

/// <summary>
/// The ports that services listen on. In a cluster they could all have the same one; on a developer's machine they run side by side.
/// </summary>
internal static class ServicePorts
{
    /// <summary>Below, a port is for root alone, and no pod runs as root.</summary>
    public const int Least = 1024;

    private const int First = 8011;

    // Probes and metrics of every service.
    private const int Management = 9090;

    /// <summary>Which service has which port, by its values for any environment.</summary>
    /// <exception cref="PlatformException">A file of values is not YAML.</exception>
    public static async Task<IReadOnlyDictionary<int, string>> TakenAsync(GitCli git, string revision, CancellationToken cancellationToken)
    {
        var taken = new SortedDictionary<int, string> { [Management] = "the management port of every service" };
        var files = await git.ListFilesAsync(revision, "app", cancellationToken);
        var values = files.Where(file => file.Split('/') is ["app", _, "deploy-config", _, "values.yaml"]).ToList();
        foreach (var (file, text) in await git.ReadFilesAsync(revision, values, cancellationToken))
        {
            if (PortIn(text, file) is { } port)
                taken.TryAdd(port, $"that of {file.Split('/')[1]}");
        }

        return taken;
    }

    /// <summary>The wanted port, else the usual one, else the first that is free.</summary>
    /// <param name="wanted">What the person asks for; null for any.</param>
    /// <param name="usual">The example's own.</param>
    /// <param name="taken">Whose port is which.</param>
    /// <exception cref="PlatformException">The wanted one is taken.</exception>
    public static int Choose(int? wanted, int usual, IReadOnlyDictionary<int, string> taken)
    {
        if (wanted is not { } port)
            return Enumerable.Range(First, ushort.MaxValue - First + 1).Prepend(usual).First(free => !taken.ContainsKey(free));
        return taken.TryGetValue(port, out var owner)
            ? throw new PlatformException($"Port {port} is {owner}: choose another, or leave --port out for one that is free.")
            : port;
    }

    private static int? PortIn(string text, string file) =>
        YamlReader.Load(text, file) is [{ RootNode: YamlMappingNode values }, ..]
        && values.Children.TryGetValue("service", out var service) && service is YamlMappingNode map
        && map.Children.TryGetValue("port", out var port)
        && int.TryParse($"{port}", NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
