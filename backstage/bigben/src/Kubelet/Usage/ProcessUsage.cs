namespace BigBen.Kubelet.Usage;

/// <summary>What a process has used up to a moment, those included that it started.</summary>
/// <param name="Processor">Processor time since its start, user and system.</param>
/// <param name="Memory">Bytes of memory that are its own or of files that it maps.</param>
internal readonly record struct ProcessUsage(TimeSpan Processor, long Memory)
{
    public static ProcessUsage operator +(ProcessUsage one, ProcessUsage other) =>
        new(one.Processor + other.Processor, one.Memory + other.Memory);
}
