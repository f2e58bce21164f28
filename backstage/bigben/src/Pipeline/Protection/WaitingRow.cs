namespace BigBen.Pipeline.Protection;

/// <summary>A change that waits.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Change">What it is, such as <c>release v1.2.0 to production</c>.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="Since">When.</param>
/// <param name="Request">The commit that asks for it.</param>
/// <param name="For">What it waits for; empty once the command can be given again.</param>
internal sealed record WaitingRow(
    string Environment, string Change, string RequestedBy, DateTimeOffset Since, string Request, IReadOnlyList<string> For)
{
    /// <summary>In a line.</summary>
    public override string ToString() =>
        $"{Change}, asked for by {RequestedBy}: {(For.Count == 0 ? "can go on; give the command again" : string.Join("; ", For))}";
}
