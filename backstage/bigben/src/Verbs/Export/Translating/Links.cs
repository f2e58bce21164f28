using BigBen.Foundation.Services;

namespace BigBen.Verbs.Export.Translating;

/// <summary>What a pod's variables tell it of Services, as far as it can be known here.</summary>
/// <param name="Known">Where those are that the target has, by variable.</param>
/// <param name="AreAll">Whether the pod is told of all Services of its namespace, of which others' are not among the objects.</param>
internal sealed record Links(IReadOnlyDictionary<string, string> Known, bool AreAll)
{
    /// <summary>None, but those of the API that every pod has.</summary>
    public static readonly Links None = new(new Dictionary<string, string>(), AreAll: false);

    /// <summary>Those of a pod.</summary>
    /// <param name="pod">Its spec.</param>
    /// <param name="translation">The objects.</param>
    /// <param name="isThere">Whether the target has something of a Service's name.</param>
    public static Links Of(Part pod, Translation translation, Func<string, bool> isThere) => pod.Text("enableServiceLinks") == "false"
        ? None
        : new(
            translation.Services.Where(service => isThere(service.Name))
                .SelectMany(service => ServiceVariables.Of(service.Name, service.Name, service.Ports)).ToDictionary(),
            AreAll: true);

    /// <summary>Whether a variable, which the container has not itself, may be one whose value only a pod has.</summary>
    public bool MayBe(string variable) => AreAll ? ServiceVariables.IsOne(variable) : ServiceVariables.IsOfApi(variable);
}
