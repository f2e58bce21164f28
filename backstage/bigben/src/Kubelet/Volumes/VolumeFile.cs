namespace BigBen.Kubelet.Volumes;

/// <summary>A file of a volume that holds data of the API.</summary>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Who may do what with it.</param>
internal sealed record VolumeFile(byte[] Content, UnixFileMode Mode)
{
    /// <summary>Whether a file on disk is this one.</summary>
    public bool IsAt(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == Mode)
        && File.ReadAllBytes(path).AsSpan().SequenceEqual(Content);
}
