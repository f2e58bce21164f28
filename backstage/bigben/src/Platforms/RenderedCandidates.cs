using BigBen.ArgoCd.Gate;
using BigBen.Kubernetes.Candidates;

namespace BigBen.Platforms;

/// <summary>From what the gate has rendered to what is started of it.</summary>
internal static class RenderedCandidates
{
    private const string Tag = "image.tag";

    /// <summary>The Deployments of some Applications that are to be tried.</summary>
    public static IReadOnlyList<CandidateDeployment> Of(IEnumerable<RenderedApplication> applications) =>
    [
        .. applications.SelectMany(rendered =>
        {
            var application = rendered.Application;
            return CandidateDeployment.Of(
                application.Name,
                application.Source.Parameters.LastOrDefault(parameter => parameter.Name == Tag)?.Value ?? "",
                application.SyncPolicy.Has("CreateNamespace") ? application.NamespaceLabels : null,
                [.. rendered.Objects.Select(manifest => JsonSerializer.SerializeToElement<JsonNode>(manifest.Body))]);
        }),
    ];
}
