namespace BigBen.Manifests.Helm;

/// <summary>One value given to a chart from outside its files, as an Argo CD Application's <c>helm.parameters</c> gives it.</summary>
/// <param name="Name">The value's path, keys divided by dots, as in <c>image.tag</c>.</param>
/// <param name="Value">The value, taken literally: commas, backslashes and braces mean themselves.</param>
/// <param name="ForceString">
/// Whether it stays a string whatever it looks like; otherwise <c>3</c> is a number, <c>true</c> a boolean and <c>null</c> removes the
/// value.
/// </param>
public sealed record HelmParameter(string Name, string Value, bool ForceString = false);

/// <summary>
/// What <c>helm template</c> is to render. Precedence as in Argo CD: parameters, then value files (the last wins), then the chart's own.
/// </summary>
/// <param name="ReleaseName">The release's name, from which the chart names its objects.</param>
/// <param name="Chart">The chart's folder.</param>
/// <param name="Namespace">The namespace of the release.</param>
public sealed record HelmTemplate(string ReleaseName, string Chart, string Namespace)
{
    /// <summary>The Kubernetes version rendered for unless another is asked for: that of the platform's kind cluster.</summary>
    public const string DefaultKubeVersion = "1.36.4";

    /// <summary>Paths of value files; a later one wins over an earlier one.</summary>
    public IReadOnlyList<string> ValueFiles { get; init; } = [];

    /// <summary>What people call the chart's folder and value files that lie elsewhere on disk; messages use these names.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Single values, which win over every file.</summary>
    public IReadOnlyList<HelmParameter> Parameters { get; init; } = [];

    /// <summary>The Kubernetes version that the chart sees; never Helm's own default, which changes from Helm to Helm.</summary>
    public string KubeVersion { get; init; } = DefaultKubeVersion;

    /// <summary>Further API versions that the chart sees, such as <c>monitoring.coreos.com/v1</c>.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether the chart's <c>crds/</c> folder is rendered as well.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>Whether objects that only <c>helm test</c> would make are left out, as Argo CD leaves them out of a sync.</summary>
    public bool SkipTests { get; init; }
}
