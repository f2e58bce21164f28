using BigBen.Foundation.Processes;
using BigBen.Manifests;
using BigBen.Manifests.Helm;
using BigBen.Verbs.Export.Translating;
using BigBen.Verbs.Rendering;

namespace BigBen.Verbs.Export.Targets;

/// <summary><c>helm</c>: the chart and the values as people wrote them, and the line that installs them without Argo CD.</summary>
internal static class HelmTarget
{
    private const string Chart = "chart";

    /// <summary>Makes it.</summary>
    public static async Task<ExportResult> MakeAsync(ExportSource source, CancellationToken cancellationToken)
    {
        var from = source.Recorded.Application.Source;
        var commit = source.Recorded.Commit;
        var files = new List<ExportFile>();
        foreach (var path in await source.Git.ListFilesAsync(commit, from.Path, cancellationToken))
            files.Add(new(Path.Combine(Chart, Path.GetRelativePath(from.Path, path)), await ReadAsync(path)));
        // The same name twice would be the same file.
        string[] values = [.. from.ValueFiles.Select((_, index) => index == 0 ? "values.yaml" : $"values-{index + 1}.yaml")];
        foreach (var (name, path) in values.Zip(from.ValueFiles))
            files.Add(new(name, await ReadAsync(path)));
        var line = Line(source, values);
        var translation = new Translation([source.Recorded.Namespace]);
        // Helm makes the namespace, with no labels.
        translation.Of("Namespace")[0].TakeIdentity();
        IReadOnlyList<string> left =
            [.. translation.Left(), .. source.SecretsOfPods, .. source.JobsInTurn.Select(job => HookJobs.Left(NameOf(job)))];
        var header = ExportResult.Header(source, "helm", left, "In the folder of this file; further options go to Helm, such as --wait.");
        var script = $"#!/usr/bin/env bash\n{header}set -euo pipefail\n\n{line} \"$@\"\n";
        return new([new("install.sh", script), .. files], left, line);

        async Task<string> ReadAsync(string path) => await source.Git.ReadFileAsync(commit, path, cancellationToken) ?? "";
    }

    private static string Line(ExportSource source, IEnumerable<string> values)
    {
        var retries = source.Recorded.Retries;
        var isRetried = source.Jobs.Any(job => Label(job, "component") == "migrations" && HookJobs.TriesOf(job) < retries);
        var template = new HelmTemplate(source.Service, Chart, source.Environment)
        {
            ValueFiles = [.. values],
            Parameters =
            [
                .. source.Recorded.Application.Source.Parameters,
                .. isRetried ? [new HelmParameter("migrations.backoffLimit", $"{retries}")] : Array.Empty<HelmParameter>(),
            ],
        };
        string[] words =
        [
            "helm", "upgrade", "--install", source.Service, Chart, "--namespace", source.Environment, "--create-namespace",
            .. HelmCli.ValueArguments(template),
            // Says what --wait waits for, and waits for nothing without it.
            .. source.Jobs.Count > 0 ? ["--wait-for-jobs"] : Array.Empty<string>(),
        ];
        return string.Join(' ', words.Select(ShellWord.Quote));
    }

    // More tries are another digest at the end of the migrations' name.
    private static string NameOf(Manifest job) =>
        Label(job, "component") == "migrations" && Label(job, "name") is { Length: > 0 } name ? $"{name}-…" : job.Key.Name;

    // As charts/app labels what it makes.
    private static string Label(Manifest job, string name) => job.Labels.GetValueOrDefault($"app.kubernetes.io/{name}") ?? "";
}
