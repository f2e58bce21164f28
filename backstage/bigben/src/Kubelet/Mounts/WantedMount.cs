namespace BigBen.Kubelet.Mounts;

/// <summary>A file or folder of this machine that a container is to see at a path of its own.</summary>
/// <param name="Source">What there is on this machine.</param>
/// <param name="Path">The path in the container, as its spec has it.</param>
/// <param name="ReadOnly">Whether the container may only read.</param>
internal sealed record WantedMount(string Source, string Path, bool ReadOnly);
