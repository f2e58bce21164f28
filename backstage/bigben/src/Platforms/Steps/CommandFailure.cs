namespace BigBen.Platforms.Steps;

/// <summary>Turns what a failed tool printed into one sentence with what to do.</summary>
internal static class CommandFailure
{
    // What tools print, and what a person can do about it. The first that is found counts.
    private static readonly (string Said, string Remedy)[] Known =
    [
        ("permission denied while trying to connect",
            "The container engine refuses you: join its group ('sudo usermod -aG docker $USER', then log in again), "
            + "or use a rootless engine"),
        ("dial unix", "The container engine refuses you or is not running: start it and see that 'docker info' works"),
        ("Cannot connect to the Docker daemon", "The container engine is not running: start it"),
        ("port is already allocated", "Another program has the port: end it, or choose another by --port"),
        ("address already in use", "Another program has the port: end it, or choose another by --port"),
        ("no space left on device", "The disk is full: free some space ('docker system prune' frees what the engine no longer needs)"),
        ("disk pressure", "The disk is nearly full: free some space"),
        ("toomanyrequests", "The registry limits how often you may pull: log in with 'docker login' or wait"),
        ("no such host", "A name cannot be resolved: connect to the network, or set the proxy that it needs"),
        ("dial tcp", "A server cannot be reached: connect to the network, or set the proxy that it needs"),
        ("i/o timeout", "A server does not answer: look at the network, or set the proxy that it needs"),
        ("TLS handshake timeout", "A server does not answer: look at the network, or set the proxy that it needs"),
        ("too many open files",
            "The kernel allows too few watches: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512"),
        ("another operation (install/upgrade/rollback) is in progress", "Another Helm is at work on it: wait for it"),
    ];

    // 128 and SIGKILL, as shells and .NET tell it.
    private const int Killed = 137;

    public static string Explain(Command command, CommandResult result)
    {
        var said = result.Error + result.Output;
        var remedy = result.ExitCode == Killed
            ? "Something killed it, most often the kernel for lack of memory: end other programs or give the engine more"
            : Known.FirstOrDefault(known => said.Contains(known.Said, StringComparison.OrdinalIgnoreCase)).Remedy;
        var what = $"'{command}' failed with exit code {result.ExitCode}: {result.LastLine.TrimEnd('.')}.";
        return remedy is null
            ? $"{what} Fix what it names, then run ./bootstrap/big-ben.sh again to go on from here."
            : $"{what} {remedy}, then run ./bootstrap/big-ben.sh again to go on from here.";
    }
}
