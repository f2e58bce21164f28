namespace BigBen.Kubernetes.Applications;

/// <summary>
/// What an Application deploys: the chart, where it is read, and the image, by the parameters of this repository's chart.
/// </summary>
/// <param name="Repository">The git repository.</param>
/// <param name="Path">The chart's folder in it.</param>
/// <param name="TargetRevision">The branch, tag or commit that chart and values are read at.</param>
/// <param name="Release">The Helm release, which is the service.</param>
/// <param name="Image">The image's repository; empty where the source names none.</param>
/// <param name="Tag">The image's tag: the version that its URL must answer.</param>
/// <param name="Digest">The image's digest.</param>
/// <param name="Host">The host that its Ingress serves.</param>
internal sealed record ApplicationSource(
    string Repository, string Path, string TargetRevision, string Release, string Image, string Tag, string Digest, string Host)
{
    /// <summary>Reads an Application's <c>source</c>; every field is empty where there is none.</summary>
    public static ApplicationSource Read(JsonElement? source)
    {
        var value = source ?? default;
        var parameters = value.ItemsAt("helm", "parameters")
            .GroupBy(parameter => parameter.TextAt("name"))
            .ToDictionary(group => group.Key, group => group.Last().TextAt("value"));
        return new ApplicationSource(
            value.TextAt("repoURL"),
            value.TextAt("path"),
            value.TextAt("targetRevision"),
            value.TextAt("helm", "releaseName"),
            parameters.GetValueOrDefault("image.repository", ""),
            parameters.GetValueOrDefault("image.tag", ""),
            parameters.GetValueOrDefault("image.digest", ""),
            parameters.GetValueOrDefault("ingress.host", ""));
    }
}
