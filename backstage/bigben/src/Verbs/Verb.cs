using System.CommandLine;

namespace BigBen.Verbs;

/// <summary>A verb of <c>big-ben.sh</c>.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">What people would type behind <c>big-ben.sh</c>.</param>
internal sealed class Verb(string name, string description, params string[] examples) : System.CommandLine.Command(name, description)
{
    /// <summary>What people would type behind <c>big-ben.sh</c>.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Says what it does, which is done where nothing is thrown.</summary>
    public Verb Does(Func<Session, ParseResult, CancellationToken, Task> run) => Does(async (session, parsed, cancellationToken) =>
    {
        await run(session, parsed, cancellationToken);
        return ExitCode.Done;
    });

    /// <summary>Says what it does, and by which exit code that ends.</summary>
    public Verb Does(Func<Session, ParseResult, CancellationToken, Task<int>> run)
    {
        SetAction((parsed, cancellationToken) => run(Session.Open(parsed), parsed, cancellationToken));
        return this;
    }
}
