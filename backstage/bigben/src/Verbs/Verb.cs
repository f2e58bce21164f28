namespace BigBen.Verbs;

/// <summary>A verb of <c>big-ben.sh</c>.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">What people would type behind <c>big-ben.sh</c>.</param>
internal sealed class Verb(string name, string description, params string[] examples) : System.CommandLine.Command(name, description)
{
    /// <summary>What people would type behind <c>big-ben.sh</c>.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
