using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Admission;

/// <summary>Gives a claim that names no class of volumes the default one, as Kubernetes' admission plugin of this name.</summary>
internal static class DefaultStorageClass
{
    /// <summary>The annotation of the class that claims get which name none.</summary>
    public const string Annotation = "storageclass.kubernetes.io/is-default-class";

    /// <summary>Whether a class is the default.</summary>
    public static bool IsDefault(JsonElement storageClass) => storageClass.TextAt("metadata", "annotations", Annotation) == "true";

    /// <summary>Fills in the class of a new claim, in place. An empty text is a class as well: none.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="classes">The classes that there are.</param>
    public static void Settle(JsonObject claim, IEnumerable<JsonElement> classes)
    {
        if (claim["spec"] is JsonObject spec && spec["storageClassName"] is null
            && classes.Where(IsDefault).Select(found => found.NameOf()).FirstOrDefault() is { } name)
            spec["storageClassName"] = name;
    }
}
