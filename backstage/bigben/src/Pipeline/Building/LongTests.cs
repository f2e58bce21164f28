using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Building;

/// <summary>
/// The tests that have run for a minute or more, as xunit's runner tells them every minute where it is asked to. Other runners tell
/// nothing.
/// </summary>
internal sealed partial class LongTests
{
    /// <summary>
    /// The option of <c>dotnet test</c> that asks for them. Words after a <c>--</c> would say the same, but another runner (Microsoft's
    /// testing platform) takes those for options of its own.
    /// </summary>
    public const string Ask = "-p:VSTestCLIRunSettings=\"xUnit.LongRunningTestSeconds=60;xUnit.DiagnosticMessages=true\"";

    // One telling of several tests takes less, and the next one comes after a minute.
    private static readonly TimeSpan OneTelling = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, TimeSpan> _toldAt = [];

    /// <summary>Those that were told last, which had not ended then; in the order of their names.</summary>
    public IReadOnlyList<string> Running =>
        [.. _toldAt.Where(told => _toldAt.Values.Max() - told.Value < OneTelling).Select(told => told.Key).Order(StringComparer.Ordinal)];

    /// <summary>Takes a line of the output of <c>dotnet test</c>, whatever it says.</summary>
    public void Take(string line)
    {
        if (Told().Match(line) is { Success: true } told
            && TimeSpan.TryParse(told.Groups["at"].Value, CultureInfo.InvariantCulture, out var at))
            _toldAt[told.Groups["test"].Value] = at;
    }

    [GeneratedRegex(@"^\s*\[xUnit\.net (?<at>[\d:.]+)\] .*\[Long Running Test\] '(?<test>.+)', Elapsed: ")]
    private static partial Regex Told();
}
