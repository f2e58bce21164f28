using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Selectors;

/// <summary>Which objects are meant, by their labels: <c>app=web,tier in (front,back),!canary</c>.</summary>
internal sealed class LabelSelector
{
    private readonly IReadOnlyList<LabelRequirement> _requirements;

    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => _requirements = requirements;

    /// <summary>Reads a selector; an empty one selects everything.</summary>
    /// <exception cref="StatusException">It cannot be read.</exception>
    public static LabelSelector Parse(string text) => new(new LabelParser(text).Parse());

    /// <summary>Whether an object is meant.</summary>
    public bool Matches(JsonElement value)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(value))
                return false;
        }

        return true;
    }
}
