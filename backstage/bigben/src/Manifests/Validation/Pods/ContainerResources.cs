using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The resources that a container asks for and may have.</summary>
internal static class ContainerResources
{
    private const string HugePages = "hugepages-";

    private static readonly string[] OfContainers = ["cpu", "memory", "ephemeral-storage"];

    // Those that quotas count are known as resources, though no container can have them.
    private static readonly string[] Standard =
    [
        .. OfContainers, "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers", "requests.storage", "storage",
    ];

    /// <summary>Known names, amounts from 0, no request above its limit.</summary>
    public static void BeValid(Field resources)
    {
        var (limits, requests) = (resources["limits"], resources["requests"]);
        foreach (var (name, amount) in limits.Entries)
            BeAmount(name, amount);
        foreach (var (name, amount) in requests.Entries)
        {
            BeAmount(name, amount);
            BeWithin(name, amount, requests, limits);
        }

        BeBesidePages(resources);
    }

    /// <summary>An amount from 0.</summary>
    public static void BeNonnegative(Field amount)
    {
        if (amount.Quantity is { Sign: < 0 } quantity)
            amount.Invalid(quantity.ToString(), "must be greater than or equal to 0");
    }

    private static void BeAmount(string name, Field amount)
    {
        BeName(name, amount);
        BeNonnegative(amount);
        if (IsExtended(name) && amount.Quantity is { IsWhole: false } quantity)
            amount.Invalid(quantity.ToString(), "must be an integer");
    }

    private static void BeName(string name, Field field)
    {
        foreach (var error in Labels.KeyErrors(name))
            field.Invalid(name, error);
        if (!name.Contains('/'))
        {
            if (!Standard.Contains(name) && !IsPages(name))
                field.Invalid(name, "must be a standard resource type or fully qualified");
            if (!OfContainers.Contains(name) && !IsPages(name))
                field.Invalid(name, "must be a standard resource for containers");
        }
        else if (!IsNative(name) && !IsExtended(name))
        {
            field.Invalid(name, "doesn't follow extended resource name standard");
        }
    }

    private static void BeWithin(string name, Field request, Field requests, Field limits)
    {
        var isDivisible = IsNative(name) && !IsPages(name);
        var limit = limits.Entry(name).Quantity;
        if (limit is null)
        {
            if (!isDivisible)
                limits.Required("Limit must be set for non overcommitable resources");
        }
        else if (request.Quantity is { } quantity)
        {
            if (!isDivisible && quantity.CompareTo(limit) != 0)
                requests.Invalid(quantity.ToString(), $"must be equal to {name} limit of {limit}");
            else if (quantity.CompareTo(limit) > 0)
                requests.Invalid(quantity.ToString(), $"must be less than or equal to {name} limit of {limit}");
        }
    }

    private static void BeBesidePages(Field resources)
    {
        var names = resources["limits"].Entries.Concat(resources["requests"].Entries).Select(entry => entry.Key).ToList();
        if (names.Exists(IsPages) && !names.Contains("cpu") && !names.Contains("memory"))
            resources.Forbidden("HugePages require cpu or memory");
    }

    private static bool IsPages(string name) => name.StartsWith(HugePages, StringComparison.Ordinal);

    private static bool IsNative(string name) => !name.Contains('/') || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) && !Labels.KeyErrors($"requests.{name}").Any();
}
