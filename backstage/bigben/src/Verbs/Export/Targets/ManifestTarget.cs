using BigBen.Verbs.Rendering;

namespace BigBen.Verbs.Export.Targets;

/// <summary><c>manifest</c>: one file that <c>kubectl apply</c> takes; the code that makes a release's <c>install.yaml</c>.</summary>
internal static class ManifestTarget
{
    /// <summary>Makes it.</summary>
    public static ExportResult Make(ExportSource source)
    {
        var next = source.ThenWait("kubectl apply --server-side --filename install.yaml");
        var header = ExportResult.Header(source, "manifest", source.LeftAtOnce, next);
        return new([new("install.yaml", header + RecordedApplication.Install([source.Recorded]))], source.LeftAtOnce, next);
    }
}
