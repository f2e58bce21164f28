using System.Collections.Concurrent;
using System.Text;

namespace BigBen.Git.Reading;

/// <summary>
/// What git has answered to questions that name nothing but full ids. What such an id leads to never changes, and a delivery asks the same
/// many times, each time by a process of its own.
/// </summary>
internal sealed class GitAnswers
{
    // Characters: those of some ten deliveries. What is longer is asked again.
    private const int Most = 1024 * 1024;
    private const int Longest = 64 * 1024;

    private static readonly string[] Verbs = ["diff", "grep", "log", "ls-tree", "merge-base"];

    private readonly ConcurrentDictionary<string, CommandResult> _kept = new();
    private int _length;

    /// <summary>Runs git, unless it has answered this before.</summary>
    /// <param name="arguments">What is asked, without settings.</param>
    /// <param name="command">The same with all that it is run with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CommandResult> AskAsync(
        IReadOnlyList<string> arguments, Command command, CancellationToken cancellationToken)
    {
        if (!NeverChanges(arguments))
            return await command.RunAsync(cancellationToken);
        var question = new StringBuilder().AppendJoin('\0', arguments).ToString();
        if (_kept.TryGetValue(question, out var known))
            return known;
        var answer = await command.RunAsync(cancellationToken);
        var length = question.Length + answer.Output.Length;
        // 1 is an answer, "no" or "nothing found". What git could not do it may be able to later, and what it misses may come.
        var isFinal = answer is { ExitCode: 0 or 1, Error: "" };
        if (isFinal && length <= Longest)
            Keep(question, answer, length);
        return answer;
    }

    /// <summary>Whether an answer holds for ever: the question reads, and every revision in it is a full id.</summary>
    internal static bool NeverChanges(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || !Verbs.Contains(arguments[0]))
            return false;
        var all = arguments.Skip(1).TakeWhile(word => word != "--").Where(word => !word.StartsWith('-'))
            .Select(word => word.TrimStart('^')).ToList();
        // One revision alone is compared with the files of a checkout.
        return all.Count > (arguments[0] == "diff" ? 1 : 0) && all.TrueForAll(GitCli.IsFullId);
    }

    private void Keep(string question, CommandResult answer, int length)
    {
        if (Interlocked.Add(ref _length, length) > Most)
        {
            _kept.Clear();
            Interlocked.Exchange(ref _length, length);
        }

        _kept[question] = answer;
    }
}
