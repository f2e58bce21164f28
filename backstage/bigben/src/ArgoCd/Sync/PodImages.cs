namespace BigBen.ArgoCd.Sync;

/// <summary>The images that an object's pods run.</summary>
internal static class PodImages
{
    private static readonly string[] Containers = ["initContainers", "containers"];

    /// <summary>The images of a pod, or of what makes pods; none for other kinds.</summary>
    public static IReadOnlyList<string> Of(JsonObject value)
    {
        var spec = value["spec"] as JsonObject;
        var job = spec?["jobTemplate"]?["spec"] as JsonObject;
        var pod = (job ?? spec)?["template"]?["spec"] as JsonObject ?? spec;
        return
        [
            .. Containers
                .SelectMany(field => pod?[field] as JsonArray ?? [])
                .Select(container => container?["image"]?.ToString())
                .OfType<string>()
                .Distinct(),
        ];
    }
}
