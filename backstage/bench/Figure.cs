namespace BigBen.Bench;

/// <summary>One round's two numbers.</summary>
/// <param name="Name">What was measured, for people.</param>
/// <param name="Reach">The limit of the ratio, for people.</param>
/// <param name="Format">How the numbers are written.</param>
/// <param name="Ours">The service's.</param>
/// <param name="Against">What it is measured against.</param>
internal sealed record Figure(string Name, string Reach, string Format, double Ours, double Against)
{
    public double Ratio => Ours / Against;
}
