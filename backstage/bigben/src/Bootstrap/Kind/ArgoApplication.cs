using System.Text.Json.Nodes;
using BigBen.Kubernetes.Applications;

namespace BigBen.Bootstrap.Kind;

/// <summary>An Application as the cluster has it: what it is to be, and Argo CD's judgement.</summary>
/// <param name="Body">The whole object.</param>
internal sealed record ArgoApplication(JsonObject Body)
{
    /// <summary>The annotation by which Argo CD is asked to look at git now; it removes it when it has.</summary>
    public const string RefreshAnnotation = "argocd.argoproj.io/refresh";

    /// <summary>Its name.</summary>
    public string Name => Text("metadata", "name");

    /// <summary>Where its objects go; also the environment.</summary>
    public string Namespace => Text("spec", "destination", "namespace");

    /// <summary>The Helm release; also the service.</summary>
    public string Release => Text("spec", "source", "helm", "releaseName");

    /// <summary>The branch, tag or commit that chart and values are read at.</summary>
    public string TargetRevision => Text("spec", "source", "targetRevision");

    /// <summary>The image's tag, which is the version that its URL must answer.</summary>
    public string Version => Parameter("image.tag");

    /// <summary>The image's digest.</summary>
    public string Digest => Parameter("image.digest");

    /// <summary>The host that its Ingress serves.</summary>
    public string Host => Parameter("ingress.host");

    /// <summary>Whether Argo CD has not yet looked since it was asked to.</summary>
    public bool IsRefreshing => Text("metadata", "annotations", RefreshAnnotation).Length > 0;

    /// <summary>Whether what runs is what git says.</summary>
    public SyncStatus Sync => Enum.TryParse<SyncStatus>(Text("status", "sync", "status"), out var sync) ? sync : SyncStatus.Unknown;

    /// <summary>The commit that it was last compared with; empty before the first time.</summary>
    public string Revision => Text("status", "sync", "revision");

    /// <summary>Its health.</summary>
    public HealthStatus Health =>
        new(Enum.TryParse<HealthCode>(Text("status", "health", "status"), out var health) ? health : HealthCode.Unknown, Text("status", "health", "message"));

    /// <summary>How the last sync went, in Argo CD's words, such as <c>Succeeded</c>; empty before the first.</summary>
    public string Phase => Text("status", "operationState", "phase");

    /// <summary>What the last sync says.</summary>
    public string PhaseMessage => Text("status", "operationState", "message");

    /// <summary>The commit that the last sync applied.</summary>
    public string PhaseRevision => Text("status", "operationState", "syncResult", "revision");

    /// <summary>The images of its objects, as Argo CD found them.</summary>
    public IReadOnlyList<string> Images => [.. (Node("status", "summary", "images") as JsonArray ?? []).Select(image => $"{image}")];

    /// <summary>What stands in the way, a sentence each.</summary>
    public IReadOnlyList<string> Errors =>
        [.. (Node("status", "conditions") as JsonArray ?? []).Where(condition => $"{condition!["type"]}".EndsWith("Error", StringComparison.Ordinal)).Select(condition => $"{condition!["message"]}")];

    /// <summary>The text at a path of fields; empty where there is none.</summary>
    public string Text(params string[] path) => Node(path)?.ToString() ?? "";

    private JsonNode? Node(params string[] path) => path.Aggregate((JsonNode?)Body, (node, field) => (node as JsonObject)?[field]);

    private string Parameter(string name) =>
        (Node("spec", "source", "helm", "parameters") as JsonArray)?.FirstOrDefault(parameter => $"{parameter!["name"]}" == name)?["value"]?.ToString() ?? "";
}
