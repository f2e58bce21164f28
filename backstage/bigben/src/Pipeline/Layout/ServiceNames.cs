using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Layout;

/// <summary>
/// What a service may be called. Its folder's name is that of its Helm release, Deployment and Service; with an environment before it, it
/// is that of its Application and of a label.
/// </summary>
internal static partial class ServiceNames
{
    // Helm's own limit of a release's name (pkg/chartutil, maxReleaseNameLen).
    private const int LongestRelease = 53;

    // Kubernetes' limit of a label's value and of a DNS label (RFC 1123).
    private const int LongestLabel = 63;

    // Root Applications of the platforms, in the namespace of all others.
    private static readonly string[] Roots = ["big-ben", "environments"];

    /// <summary>Requires that every name may be used in every environment, and that no two of them compose to the same.</summary>
    /// <exception cref="PlatformException">One may not; the sentence names it and the rule.</exception>
    public static void Require(IReadOnlyList<string> services, IReadOnlyList<DeliveryEnvironment> environments)
    {
        if (services.Select(service => WrongIn(service, environments)).FirstOrDefault(complaint => complaint is not null) is { } wrong)
            throw new PlatformException(wrong);
        var owners = Roots.ToDictionary(root => root, _ => "the platform itself");
        var pairs = environments.SelectMany(environment => services.Select(service => (environment.Name, service)));
        foreach (var (environment, service) in pairs)
        {
            var owner = $"app/{service} in {environment}";
            if (!owners.TryAdd($"{environment}-{service}", owner))
                throw new PlatformException(
                    $"{owners[$"{environment}-{service}"]} and {owner} would both be the Application '{environment}-{service}': " +
                    "rename one of the folders, or one of the environments.");
        }

        if (environments.GroupBy(environment => environment.HostPrefix).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw new PlatformException(
                $"The environments {string.Join(" and ", same.Select(environment => environment.Name))} have the same hostPrefix " +
                $"'{same.Key}', so their hosts would be the same: give each its own.");
    }

    /// <summary>The sentence that says why a service cannot have a name in these environments; null where it can.</summary>
    public static string? WrongIn(string service, IReadOnlyList<DeliveryEnvironment> environments)
    {
        if (!Label().IsMatch(service))
            return $"'app/{service}' cannot be a service: '{service}' is not a DNS-1035 label, which a Service's name must be"
                + $" (a-z, 0-9 and -, a letter first, no - last); call it app/{Suggestion(service)}, for example.";
        if (service.Length > LongestRelease)
            return $"'app/{service}' cannot be a service: its name has {service.Length} characters, and a Helm release's at most "
                + $"{LongestRelease}; shorten it.";
        return environments.Select(environment => (environment.Name, Label: $"{environment.Name}-{service}"))
            .Where(composed => composed.Label.Length > LongestLabel)
            .Select(composed =>
                $"'app/{service}' cannot be a service: in {composed.Name}, its Application and its label would be '{composed.Label}', "
                + $"{composed.Label.Length} characters where Kubernetes takes {LongestLabel}; shorten it to "
                + $"{LongestLabel - composed.Name.Length - 1}.")
            .FirstOrDefault();
    }

    private static string Suggestion(string service)
    {
        var plain = NotInLabels().Replace(service.ToLowerInvariant(), "-").Trim('-');
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : $"service-{plain}".TrimEnd('-');
    }

    [GeneratedRegex(@"^[a-z](?:[-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInLabels();
}
