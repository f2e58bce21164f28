using BigBen.Kubernetes;

namespace BigBen.Pipeline.Stages;

/// <summary>What <c>dotnet list package --vulnerable --format json</c> tells.</summary>
/// <param name="Sources">The package sources that were asked.</param>
/// <param name="Vulnerable">A line for each vulnerable package: name, version, severity, advisory.</param>
internal sealed record PackageScan(IReadOnlyList<string> Sources, IReadOnlyList<string> Vulnerable)
{
    // The resource of a NuGet source that has advisories (NuGet server API, "Vulnerability info").
    private const string Advisories = "VulnerabilityInfo/";

    /// <summary>Reads it.</summary>
    /// <exception cref="PlatformException">It is no such JSON.</exception>
    public static PackageScan Parse(string json)
    {
        try
        {
            var root = JsonElement.Parse(json);
            return new PackageScan(
                [.. root.ItemsAt("sources").Select(source => $"{source}")],
                [.. root.ItemsAt("projects").SelectMany(project => project.ItemsAt("frameworks"))
                    .SelectMany(framework => framework.ItemsAt("topLevelPackages").Concat(framework.ItemsAt("transitivePackages")))
                    .SelectMany(package => package.ItemsAt("vulnerabilities").Select(found =>
                        $"{package.TextAt("id")} {package.TextAt("resolvedVersion")}: {found.TextAt("severity")}, "
                        + found.TextAt("advisoryurl")))
                    .Distinct().Order(StringComparer.Ordinal)]);
        }
        catch (JsonException e)
        {
            throw new PlatformException($"'dotnet list package' printed no JSON: {e.Message}", e);
        }
    }

    /// <summary>Those of the sources that know vulnerabilities; the others call every package sound.</summary>
    /// <param name="http">Asks them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> KnowingAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var knowing = new List<string>();
        foreach (var source in Sources)
        {
            if (await KnowsAsync(http, source, cancellationToken))
                knowing.Add(source);
        }

        return knowing;
    }

    private static async Task<bool> KnowsAsync(HttpClient http, string source, CancellationToken cancellationToken)
    {
        // A folder of packages has no advisories.
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return false;
        try
        {
            var index = JsonElement.Parse(await http.GetStringAsync(url, cancellationToken));
            return index.ItemsAt("resources").Any(
                resource => resource.TextAt("@type").StartsWith(Advisories, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whoever does not answer tells of no vulnerability either.
            return false;
        }
    }
}
