using BigBen.Verbs.Export.Targets;

namespace BigBen.Verbs.Export;

/// <summary>What an export is.</summary>
internal enum ExportForm
{
    /// <summary>One file of text, which standard output can take.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A ZIP file.</summary>
    Zip,
}

/// <summary>A place that a service can leave for.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Form">What is written.</param>
/// <param name="MakeAsync">Makes it.</param>
internal sealed record ExportTarget(
    string Name, ExportForm Form, Func<ExportSource, CancellationToken, Task<ExportResult>> MakeAsync)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExportTarget> All { get; } =
    [
        new("manifest", ExportForm.File, Of(ManifestTarget.Make)),
        new("kustomize", ExportForm.Folder, Of(KustomizeTarget.Make)),
        new("helm", ExportForm.Folder, HelmTarget.MakeAsync),
        new("compose", ExportForm.File, Of(ComposeTarget.Make)),
        new("cloud-run", ExportForm.File, Of(CloudRunTarget.Make)),
        new("elastic-beanstalk", ExportForm.Zip, Of(ElasticBeanstalkTarget.Make)),
        new("minikube", ExportForm.File, Of(MinikubeTarget.Make)),
    ];

    private static Func<ExportSource, CancellationToken, Task<ExportResult>> Of(Func<ExportSource, ExportResult> make) =>
        (source, _) => Task.FromResult(make(source));
}
