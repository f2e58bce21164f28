using System.Collections.Immutable;
using BigBen.ApiServer.Patches;

namespace BigBen.ArgoCd.Differences;

/// <summary>
/// A jq expression that names places of an object: paths and <c>select</c>, joined by <c>|</c>, which is what <c>ignoreDifferences</c>
/// are made of. The rest of jq is not understood, and refused.
/// </summary>
internal sealed class JqPath
{
    private readonly IReadOnlyList<JqStep> _steps;

    private JqPath(IReadOnlyList<JqStep> steps) => _steps = steps;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="PlatformException">It is none, or more than paths and <c>select</c>.</exception>
    public static JqPath Parse(string text) => new(new JqParser(text).Parse());

    /// <summary>The places that there are in an object, in its order.</summary>
    public IEnumerable<JsonPointer> In(JsonNode value)
    {
        IEnumerable<JqPlace> places = [new JqPlace([], value)];
        foreach (var step in _steps)
            places = places.SelectMany(step.From);
        return places.Select(place => JsonPointer.Of(place.Path)).Where(pointer => pointer.TryGet(value, out _));
    }
}

/// <summary>A place in an object.</summary>
/// <param name="Path">The fields and indices that lead there.</param>
/// <param name="Value">What is there; null for nothing.</param>
internal sealed record JqPlace(ImmutableList<string> Path, JsonNode? Value);
