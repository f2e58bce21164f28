using System.Net;
using System.Net.Sockets;
using BigBen.ApiServer;
using BigBen.ApiServer.Streaming;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Processes;

namespace BigBen.Kubelet.Commands;

/// <summary>The run of a container, for those who want to run a command beside it or to connect to it.</summary>
/// <param name="target">The run.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RunningContainer(ProbeTarget target, TimeProvider clock) : IRunningContainer
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The container has ended: its commands are killed, those to come as well.</summary>
    public void End() => _ended.TrySetResult();

    public async Task<int> ExecAsync(IReadOnlyList<string> command, ContainerStreams streams, CancellationToken cancellationToken)
    {
        Require(command[0]);
        var mark = Guid.NewGuid().ToString("N");
        var environment = new Dictionary<string, string>(target.Environment) { [Leftovers.CommandVariable] = mark };
        using var terminal = streams.Sizes is null ? null : OpenTerminal(environment);
        var marked = target with { Environment = environment };
        using var process = terminal is null
            ? ContainerProcess.Start(command, marked)
            : ContainerProcess.StartOnTerminal(command, marked, terminal.Path);
        return await new RunningCommand(process, terminal, mark, _ended.Task, clock).RunAsync(streams, cancellationToken);
    }

    public async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var number = target.Ports.FirstOrDefault(candidate => candidate.Declared.Number == port)?.Number
            ?? throw new PlatformException($"no container of the pod declares port {port}, and a local pod listens on no other");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, number), cancellationToken);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException failure ? new PlatformException(TcpDial.Failure(number, failure), e) : e;
        }
    }

    private PseudoTerminal OpenTerminal(Dictionary<string, string> environment)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformException("a terminal is had on Linux alone: ask without one");
        Require(ContainerProcess.TerminalProgram);
        environment.TryAdd("TERM", "xterm");
        return PseudoTerminal.Open();
    }

    private void Require(string program)
    {
        if (ProgramPath.Problem(program, target) is { } problem)
            throw new PlatformException(problem);
    }
}
