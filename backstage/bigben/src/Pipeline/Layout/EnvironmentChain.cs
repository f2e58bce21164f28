using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Layout;

/// <summary>What the environments must be like: one chain, which begins with the one that takes what main builds.</summary>
internal static partial class EnvironmentChain
{
    // A name is a namespace, the file of its records beside the chart's own, and a value of the chart beside its settings.
    private static readonly string[] Taken =
    [
        "argocd", "default", "chart", "values", "repository", "registry", "domain", "port", "monitoring", "stepBack", "environments",
        "global",
    ];

    /// <summary>The environments in the order of the chain; where none says what it promotes from, that is the one above it.</summary>
    /// <exception cref="PlatformException">They are no such chain; the sentence says where it breaks.</exception>
    public static IReadOnlyList<DeliveryEnvironment> Order(IReadOnlyList<DeliveryEnvironment> listed)
    {
        var chain = Chain(listed);
        return !chain[0].Protection.IsAny
            ? chain
            : throw Bad($"'{chain[0].Name}' takes what main builds: who may push to main, and when, is for main's git server to ask");
    }

    private static List<DeliveryEnvironment> Chain(IReadOnlyList<DeliveryEnvironment> listed)
    {
        if (listed.Select(WrongIn).FirstOrDefault(complaint => complaint is not null) is { } wrong)
            throw Bad(wrong);
        if (listed.Count < 2)
            throw Bad("there must be two environments at least: one that takes what main builds, one that releases reach");
        if (listed.All(environment => environment.PromotesFrom is null))
            return [listed[0], .. listed.Zip(listed.Skip(1), (above, environment) => environment with { PromotesFrom = above.Name })];
        var next = new Dictionary<string, DeliveryEnvironment>();
        foreach (var environment in listed)
        {
            if (environment.PromotesFrom is not { } before)
                continue;
            if (listed.All(other => other.Name != before))
                throw Bad($"'{environment.Name}' promotes from '{before}', which is not an environment");
            if (!next.TryAdd(before, environment))
                throw Bad($"'{next[before].Name}' and '{environment.Name}' both promote from '{before}', and a release goes one way");
        }

        var firsts = listed.Where(environment => environment.PromotesFrom is null).ToList();
        if (firsts is not [var first])
            throw Bad(firsts.Count == 0
                ? "every environment promotes from another, so that none takes what main builds"
                : $"{string.Join(" and ", firsts.Select(one => $"'{one.Name}'"))} promote from none, and one alone takes what main builds");
        var chain = new List<DeliveryEnvironment> { first };
        while (next.TryGetValue(chain[^1].Name, out var following))
            chain.Add(following);
        return chain.Count == listed.Count
            ? chain
            : throw Bad(
                $"{string.Join(" and ", listed.Except(chain).Select(one => $"'{one.Name}'"))} promote from each other, in a circle");
    }

    /// <summary>What is wrong with an environment's names, whatever is listed beside it; null where nothing is.</summary>
    public static string? WrongIn(DeliveryEnvironment environment)
    {
        var name = environment.Name;
        if (!Label().IsMatch(name))
            return $"'{name}' cannot be an environment: use a-z, 0-9 and -, a letter first, no - last, 53 characters at most";
        if (Taken.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("kube-", StringComparison.Ordinal))
            return $"'{name}' cannot be an environment: that name means something else to Kubernetes, Argo CD or the chart";
        return Label().IsMatch(environment.HostPrefix)
            ? null
            : $"'{name}' needs a hostPrefix of a-z, 0-9 and -, a letter first, no - last, not '{environment.HostPrefix}'";
    }

    private static PlatformException Bad(string complaint) => new($"{EnvironmentList.File}: {complaint}; fix the list.");

    [GeneratedRegex(@"^(?=.{1,53}\z)[a-z](?:[-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();
}
