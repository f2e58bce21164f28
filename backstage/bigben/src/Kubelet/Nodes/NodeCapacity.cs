namespace BigBen.Kubelet.Nodes;

/// <summary>How much this machine takes.</summary>
internal static class NodeCapacity
{
    // The kubelet's own limit (--max-pods).
    private const int MostPods = 110;

    // What a small machine takes all the same: both environments of a few services, and their rollouts.
    private const int LeastPods = 16;

    /// <summary>What a small .NET service needs once it has answered; half of the memory is everybody else's.</summary>
    public const long BytesOfPod = 64L << 20;

    /// <summary>How many pods this machine takes.</summary>
    public static int OfThisMachine { get; } = Pods(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>How many pods a machine of so many bytes of memory takes.</summary>
    public static int Pods(long memory) => (int)Math.Clamp(memory / 2 / BytesOfPod, LeastPods, MostPods);
}
