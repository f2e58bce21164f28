using BigBen.Kubernetes.Candidates.Rehearsals;

namespace BigBen.Kubernetes.Candidates;

/// <summary>
/// A Deployment as it is to be, whose pod is started once before anything is recorded: beside what runs, or, where it brings a migration,
/// on a copy of its database.
/// </summary>
/// <param name="Application">The Application that it is of, such as <c>developer-service-a</c>.</param>
/// <param name="Version">What it must answer at <c>/version</c>; empty where nobody knows.</param>
/// <param name="NamespaceLabels">What its namespace is labelled with where it has to be made; null where nobody is to make it.</param>
/// <param name="Body">The whole Deployment.</param>
/// <param name="Objects">What is rendered with it, itself included.</param>
public sealed record CandidateDeployment(
    string Application,
    string Version,
    IReadOnlyDictionary<string, string>? NamespaceLabels,
    JsonElement Body,
    IReadOnlyList<JsonElement> Objects)
{
    /// <summary>
    /// The annotation of a Deployment that decides: <c>"false"</c> for never; <c>"true"</c> also where it serves nothing, as a worker;
    /// <c>"rehearsal"</c> on a copy of its database alone.
    /// </summary>
    public const string Annotation = "bigben.localhost/candidate";

    // Long enough for a program to read its settings and to miss one.
    private const int LeastSettlingSeconds = 3;

    // Kubernetes' default of progressDeadlineSeconds.
    private const int UsualDeadlineSeconds = 600;

    /// <summary>Its name, which is the service.</summary>
    public string Name => Body.NameOf();

    /// <summary>Its namespace, which is the environment.</summary>
    public string Namespace => Body.NamespaceOf();

    /// <summary>Whether its migration is rehearsed, instead of its pod being started beside what runs.</summary>
    public bool IsRehearsed => Decided == "rehearsal" && !Sleeps;

    /// <summary>What is known of the rehearsal; null where nobody has looked.</summary>
    public Rehearsal? Rehearsal { get; init; }

    /// <summary>
    /// How long its pod may take to be ready: as long as a rollout of it may make no progress; that of a Job, how long the Job may take.
    /// </summary>
    internal TimeSpan Deadline => TimeSpan.FromSeconds(
        Body.NumberAt("spec", "progressDeadlineSeconds") ?? Body.NumberAt("spec", "activeDeadlineSeconds") ?? UsualDeadlineSeconds);

    /// <summary>How long a pod that serves nothing has to stay ready: its <c>minReadySeconds</c>, and 3 s at least.</summary>
    internal TimeSpan Settling => TimeSpan.FromSeconds(Math.Max(LeastSettlingSeconds, Body.NumberAt("spec", "minReadySeconds") ?? 0));

    /// <summary>The port of its pods that is called <c>http</c>; null for a worker, which has none.</summary>
    internal int? HttpPort =>
        Body.ItemsAt("spec", "template", "spec", "containers").SelectMany(container => container.ItemsAt("ports"))
            .Where(port => port.TextAt("name") == "http").Select(port => port.NumberAt("containerPort")).FirstOrDefault();

    private string Decided => Body.TextAt("metadata", "annotations", Annotation);

    // One that sleeps (replicas: 0) would run no pod.
    private bool Sleeps => Body.NumberAt("spec", "replicas") == 0;

    private bool IsWanted => !Sleeps && (Decided.Length > 0 ? Decided is "true" or "rehearsal" : HttpPort is not null);

    /// <summary>Those Deployments of an Application that a candidate is started of.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="version">The version that it is to run.</param>
    /// <param name="namespaceLabels">The labels of a namespace that has to be made; null where nobody is to make it.</param>
    /// <param name="objects">All that it renders.</param>
    public static IEnumerable<CandidateDeployment> Of(
        string application,
        string version,
        IReadOnlyDictionary<string, string>? namespaceLabels,
        IReadOnlyList<JsonElement> objects) =>
        objects.Where(body => body.TextAt("kind") == ResourceKind.Deployments.Kind)
            .Select(body => new CandidateDeployment(application, version, namespaceLabels, body, objects))
            .Where(deployment => deployment.IsWanted);
}
