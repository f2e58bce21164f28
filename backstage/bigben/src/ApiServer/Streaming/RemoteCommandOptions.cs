using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;

namespace BigBen.ApiServer.Streaming;

/// <summary>What a client wants of a command or of a container's program: Kubernetes' <c>PodExecOptions</c>.</summary>
/// <param name="Command">The program and its arguments; none where it is attached to what runs.</param>
/// <param name="Stdin">Whether it sends standard input.</param>
/// <param name="Stdout">Whether it reads standard output.</param>
/// <param name="Stderr">Whether it reads standard error; never of a terminal, which has one output.</param>
/// <param name="Tty">Whether the command gets a terminal.</param>
internal sealed record RemoteCommandOptions(IReadOnlyList<string> Command, bool Stdin, bool Stdout, bool Stderr, bool Tty)
{
    /// <summary>Reads the options of a request.</summary>
    /// <exception cref="StatusException">Nothing is to be sent or read.</exception>
    public static RemoteCommandOptions Of(IQueryCollection query)
    {
        var tty = query.Flag("tty");
        var options = new RemoteCommandOptions(
            [.. query["command"].OfType<string>()], query.Flag("stdin"), query.Flag("stdout"), query.Flag("stderr") && !tty, tty);
        return options.Stdin || options.Stdout || options.Stderr
            ? options
            : throw Failures.BadRequest("you must specify at least 1 of stdin, stdout, stderr");
    }
}
