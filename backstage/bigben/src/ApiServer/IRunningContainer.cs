using System.Net.Sockets;
using BigBen.ApiServer.Streaming;

namespace BigBen.ApiServer;

/// <summary>The run of a container.</summary>
internal interface IRunningContainer
{
    /// <summary>
    /// Runs a command beside the container's program: with its environment, in its folder, as its user. Nothing of the command is left when
    /// this returns or throws; it ends with the container at the latest.
    /// </summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="streams">What it reads and writes.</param>
    /// <param name="cancellationToken">Ends the command: nobody waits for it any more.</param>
    /// <returns>Its exit code; 128 and more for a signal.</returns>
    /// <exception cref="PlatformException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The command was ended by <paramref name="cancellationToken"/>.</exception>
    Task<int> ExecAsync(IReadOnlyList<string> command, ContainerStreams streams, CancellationToken cancellationToken);

    /// <summary>Connects to a port of the container, wherever that is on this machine.</summary>
    /// <param name="port">The port's number in the pod.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The container declares no such port, or nobody listens there.</exception>
    Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken);
}
