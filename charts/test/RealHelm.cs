using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests;

/// <summary>The real Helm, found or obtained once for all test runs of this machine, and what it renders, each thing once.</summary>
internal static class RealHelm
{
    /// <summary>The image of renders that are not about images.</summary>
    internal const string Image = "image: {repository: registry.example/bigben-service-a, tag: v1.2.0}\n";

    private static readonly Lazy<Task<HelmProgram>> Program =
        new(() => new HelmInstaller(Path.Combine(Path.GetTempPath(), "big-ben-tools")).FindOrInstallAsync());

    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Renders = new();

    /// <summary>
    /// What charts/app renders as <c>service-a</c> in <c>developer</c> with <paramref name="values"/> on top of an image.
    /// </summary>
    internal static Task<Manifests> AppAsync(string values = "", string release = "service-a") =>
        Renders.GetOrAdd(
            $"{release}\n{values}", _ => new(() => RenderAsync(release, Repository.AppChart, "developer", Image, values))).Value;

    /// <summary>What backstage/cd/environments renders for developer and production with the given settings and records.</summary>
    internal static Task<Manifests> EnvironmentsAsync(params string[] values) => ListedAsync([Delivered.Two, .. values]);

    /// <summary>What it renders for the environments that the repository lists.</summary>
    internal static Task<Manifests> ListedAsync(params string[] values) =>
        Renders.GetOrAdd(
            $"environments\n{string.Join('\n', values)}",
            _ => new(() => RenderAsync("environments", Repository.EnvironmentsChart, "argocd", values))).Value;

    internal static async Task<Manifests> TemplateAsync(HelmTemplate template) => Manifests.Parse(await TextAsync(template));

    /// <summary>What it renders, as Helm writes it.</summary>
    internal static async Task<string> TextAsync(HelmTemplate template) => await new HelmCli(await Program.Value).TemplateAsync(template);

    /// <summary>The error that a render ends with.</summary>
    internal static async Task<string> RefusalAsync(Func<Task> render) =>
        (await render.ShouldThrowAsync<PlatformException>()).Message;

    internal static async Task<CommandResult> LintAsync(string chart, params string[] values)
    {
        using var files = new ValueFiles(values);
        var helm = await Program.Value;
        return await new Command(helm.Path, ["lint", "--strict", chart, .. files.Paths.SelectMany(path => new[] { "--values", path })])
        {
            Environment = helm.Environment,
        }.RunAsync();
    }

    private static async Task<Manifests> RenderAsync(string release, string chart, string @namespace, params string[] values)
    {
        using var files = new ValueFiles(values);
        return await TemplateAsync(new HelmTemplate(release, chart, @namespace) { ValueFiles = files.Paths });
    }

    /// <summary>Values as files, for as long as Helm needs them.</summary>
    internal sealed class ValueFiles : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("big-ben-values-");

        internal ValueFiles(IEnumerable<string> values) => Paths = [.. values.Select((text, index) =>
        {
            var path = Path.Combine(folder.FullName, $"{index}.yaml");
            File.WriteAllText(path, text);
            return path;
        })];

        internal IReadOnlyList<string> Paths { get; }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
