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
                        ?? throw resources.Broken($"{kind}.{name}", $"'{amount}' is not a quantity such as 500m or 64Mi");
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
    public static decimal? Quantity(string text) => Validation.Values.Quantity.Find(text)?.Value;
}
