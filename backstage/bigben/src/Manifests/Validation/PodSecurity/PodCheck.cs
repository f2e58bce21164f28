namespace BigBen.Manifests.Validation.PodSecurity;

/// <summary>One thing that a standard forbids.</summary>
/// <param name="Title">What Kubernetes calls it.</param>
/// <param name="Findings">Where a pod's spec has it; nowhere for a pod that may be.</param>
internal sealed record PodCheck(string Title, Func<Field, IEnumerable<string>> Findings)
{
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>All containers of a pod.</summary>
    public static IEnumerable<Field> Containers(Field spec) => Lists.SelectMany(list => spec[list].Items);

    /// <summary>The containers of a pod that something holds for, in words that say so; none where there are none.</summary>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="where">What holds for them.</param>
    /// <param name="what">What is wrong with that.</param>
    /// <param name="before">What comes before the word container.</param>
    public static IEnumerable<string> ContainersThat(Field spec, Func<Field, bool> where, string what, string before = "")
    {
        var names = Containers(spec).Where(where).Select(container => $"\"{container["name"].Text}\"").ToList();
        if (names.Count > 0)
            yield return $"{before}container{(names.Count > 1 ? "s" : "")} {string.Join(", ", names)} {what}";
    }
}
