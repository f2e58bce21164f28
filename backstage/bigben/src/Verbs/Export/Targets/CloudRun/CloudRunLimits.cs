using BigBen.Manifests.Specs;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.CloudRun;

/// <summary>
/// The limits that Cloud Run takes: whole processors in steps, each with its range of memory (its documentation, "CPU limits"). Less than
/// one processor it takes with one request at a time alone, which is not what was asked for: that limit stays.
/// </summary>
internal static class CloudRunLimits
{
    private const decimal Mi = 1024 * 1024;
    private const decimal Gi = 1024 * Mi;

    // Where nothing is said of it.
    private const decimal UsualMemory = 512 * Mi;

    // The first is the usual one.
    private static readonly Size[] Sizes =
    [
        new(1, 128 * Mi, 4 * Gi), new(2, 128 * Mi, 8 * Gi), new(4, 2 * Gi, 16 * Gi), new(6, 4 * Gi, 24 * Gi), new(8, 4 * Gi, 32 * Gi),
    ];

    /// <summary>Takes what Cloud Run would not refuse.</summary>
    /// <param name="limits">A container's limits.</param>
    public static JsonObject Take(Part limits)
    {
        var (cpus, memory) = (ContainerResources.Quantity(limits.Text("cpu")), ContainerResources.Quantity(limits.Text("memory")));
        var sizes = Sizes.Where(size => size.Cpus == cpus).Append(Sizes[0]).ToList();
        var size = sizes.FirstOrDefault(size => size.Has(memory ?? UsualMemory)) ?? sizes.First(size => size.Has(UsualMemory));
        var taken = new JsonObject();
        if (size.Cpus == cpus)
            taken["cpu"] = limits.TakeText("cpu");
        if (memory is { } bytes && size.Has(bytes))
            taken["memory"] = limits.TakeText("memory");
        return taken;
    }

    private sealed record Size(decimal Cpus, decimal Least, decimal Most)
    {
        public bool Has(decimal memory) => memory >= Least && memory <= Most;
    }
}
