using BigBen.Foundation.Processes;

namespace BigBen.Kubelet;

/// <summary>A program that is ready to run.</summary>
/// <param name="Digest">What it is, whatever it is called: <c>sha256:…</c>.</param>
/// <param name="RootDirectory">The folder that it starts in.</param>
/// <param name="Entrypoint">The program and its first arguments; a relative path starts at <paramref name="RootDirectory"/>.</param>
/// <param name="Environment">Variables that the image brings; those of the pod win.</param>
internal sealed record ContainerImage(
    string Digest, string RootDirectory, IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// The container ports that the program serves, each with the variable that tells it which port of this machine stands for it.
    /// </summary>
    public IReadOnlyDictionary<int, string> Ports { get; init; } = new Dictionary<int, string>();

    /// <summary>
    /// Variables whose values are paths inside of the container: the program gets the folder of this machine that stands for them.
    /// </summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The signal that asks the program to end, the image's <c>STOPSIGNAL</c>; SIGTERM where it names none.</summary>
    public int StopSignal { get; init; } = Signals.Terminate;

    /// <summary>What people should know of the program, as where it stands in for another one; null for nothing.</summary>
    public string? Notice { get; init; }
}
