using System.Globalization;
using System.Text.Json.Nodes;

namespace BigBen.Manifests.Specs;

/// <summary>The resources of a container: told to the program where it asks, enforced by nobody.</summary>
internal sealed record ContainerResources(IReadOnlyDictionary<string, decimal> Amounts)
{
    public static ContainerResources Read(Fields container)
    {
        container.Unenforced("resources", "nothing limits a process here");
        var amounts = new Dictionary<string, decimal>();
        if (container.Mapping("resources") is { } resources)
        {
            foreach (var kind in new[] { "limits", "requests" })
            {
                if (resources.Any(kind) is not { } value)
                    continue;
                if (value is not JsonObject mapping)
                    throw resources.Broken(kind, "must be a mapping");
                foreach (var (name, amount) in mapping)
                {
                    amounts[$"{kind}.{name}"] = Quantity(amount?.ToString() ?? "")
                        ?? throw resources.Broken($"{kind}.{name}", $"'{amount}' is no quantity such as 500m or 64Mi");
                }
            }

            resources.Accept("claims");
            resources.End();
        }

        return new ContainerResources(amounts);
    }

    /// <summary>
    /// The value of a <c>resourceFieldRef</c>, rounded up to whole divisors as the kubelet does; a limit that is not set is what the
    /// machine has, a request that is not set is the limit.
    /// </summary>
    public string Field(string resource, decimal divisor)
    {
        var name = resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var amount = Amounts.TryGetValue(resource, out var own) ? own
            : Amounts.TryGetValue($"limits.{name}", out var limit) ? limit
            : name == "cpu" ? Environment.ProcessorCount
            : name == "memory" ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
            : 0;
        return Math.Ceiling(amount / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>A Kubernetes quantity in its base unit, or null where the text is none.</summary>
    public static decimal? Quantity(string text)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1]))
            end--;
        decimal? factor = text[end..] switch
        {
            "" => 1m,
            "n" => 0.000_000_001m,
            "u" => 0.000_001m,
            "m" => 0.001m,
            "k" => 1e3m,
            "M" => 1e6m,
            "G" => 1e9m,
            "T" => 1e12m,
            "P" => 1e15m,
            "E" => 1e18m,
            "Ki" => 1024m,
            "Mi" => 1024m * 1024,
            "Gi" => 1024m * 1024 * 1024,
            "Ti" => 1024m * 1024 * 1024 * 1024,
            "Pi" => 1024m * 1024 * 1024 * 1024 * 1024,
            "Ei" => 1024m * 1024 * 1024 * 1024 * 1024 * 1024,
            _ => null,
        };
        return factor is not null
            && decimal.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) < 1e9m * 1e6m
            ? number * factor
            : null;
    }
}
