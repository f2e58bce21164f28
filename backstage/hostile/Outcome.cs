using System.Collections.Concurrent;

namespace BigBen.Hostile;

/// <summary>A case that must not be so.</summary>
/// <param name="Case">Its number within the part, by which it can be repeated.</param>
/// <param name="What">What was sent.</param>
/// <param name="Wrong">What came of it.</param>
internal sealed record Failure(int Case, string What, string Wrong);

/// <summary>What came of a part; filled from many threads.</summary>
internal sealed class Outcome
{
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentQueue<Failure> _failures = new();

    /// <summary>How many cases there were.</summary>
    public int Cases => _answers.Values.Sum();

    /// <summary>What must not be, in the order in which it was found.</summary>
    public IReadOnlyCollection<Failure> Failures => _failures;

    /// <summary>How often each answer was given, in words.</summary>
    public string Answers =>
        string.Join(", ", _answers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} × {one.Value}"));

    /// <summary>Counts a case.</summary>
    /// <param name="answer">What came of it, in a word or two.</param>
    public void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);

    /// <summary>Keeps what must not be.</summary>
    public void Add(Failure failure) => _failures.Enqueue(failure);
}
