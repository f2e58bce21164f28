namespace BigBen.Kubelet.Containers;

/// <summary>Everything that a run of a container needs. Gives its ports back when disposed.</summary>
/// <param name="image">The image.</param>
/// <param name="free">Where the ports come from.</param>
internal sealed class Launch(ContainerImage image, FreePorts free) : IDisposable
{
    private readonly List<HostPort> _ports = [];

    /// <summary>The image.</summary>
    public ContainerImage Image => image;

    /// <summary>The ports that the program is told to listen on, in the order in which the container declares them.</summary>
    public IReadOnlyList<HostPort> Ports => _ports;

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>The whole environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>Takes a port for one that the container declares.</summary>
    public void TakePort(string? name, int containerPort) => _ports.Add(new HostPort(name, containerPort, free.Take()));

    public void Dispose()
    {
        foreach (var port in _ports)
            free.GiveBack(port.Number);
    }
}
