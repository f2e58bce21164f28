using BigBen.Manifests.Helm;

namespace BigBen.Charts.Tests.Environments;

/// <summary>The chart as Argo CD renders it: the list in its values, the records in the files beside them.</summary>
public sealed class RecordFilesTests : IDisposable
{
    private const string List = """
        environments:
          dev: {hostPrefix: dev}
          staging: {hostPrefix: st, promotesFrom: dev}
          live: {hostPrefix: www, promotesFrom: staging}

        """;

    private static readonly string Record = Delivered.Production.Split('\n')[1].Trim();

    private readonly DirectoryInfo _chart = Directory.CreateTempSubdirectory("big-ben-chart-");

    [Fact]
    public async Task Any_list_renders_with_the_records_that_there_are()
    {
        var manifests = await RenderAsync(
            ("dev.yaml", $"dev:\n  {Record}\n"), ("staging.yaml", $"# by the pipeline\nstaging:\n  {Record}\n"));

        manifests.Objects.Where(o => o.Text("kind") == "AppProject").Select(o => o.Text("metadata", "name"))
            .ShouldBe(["dev", "live", "staging"], ignoreOrder: true);
        manifests.Objects.Where(o => o.Text("kind") == "Application").Select(o => o.Text("metadata", "name"))
            .ShouldBe(["dev-service-a", "staging-service-a"], ignoreOrder: true);
        var source = manifests.One("Application", "staging-service-a").At("spec", "source");
        source.Text("targetRevision").ShouldBe("refs/tags/v1.2.0");
        source.Items("helm", "parameters").Named("image.tag").At("value").IsQuoted().ShouldBeTrue();
        source.Items("helm", "parameters").Named("ingress.host").Text("value").ShouldBe("st.service-a.bigben.localhost");
    }

    [Theory]
    [InlineData("staging: {service-a: {revision: refs/tags/v1, tag: 4632410, digest: D}}", "staging.service-a.tag must be a text")]
    [InlineData("staging: {service-a: {revision: refs/tags/v1, digest: D}}", "staging.service-a.tag must be a text")]
    [InlineData("staging: {service-a: {revision: refs/tags/v1, tag: v1, digest: \"sha256:1\"}}", "staging.service-a.digest is not")]
    [InlineData("live: {}", "staging.yaml must hold 'staging' alone")]
    [InlineData("staging: {", "staging.yaml must hold 'staging' alone")]
    public async Task A_record_that_is_none_is_refused_with_its_file(string text, string words)
    {
        var record = text.Replace("digest: D", $"digest: \"sha256:{new string('a', 64)}\"", StringComparison.Ordinal);

        (await RealHelm.RefusalAsync(() => RenderAsync(("staging.yaml", record)))).ShouldContain(words);
    }

    public void Dispose() => _chart.Delete(recursive: true);

    private async Task<Manifests> RenderAsync(params (string Name, string Text)[] records)
    {
        Directory.CreateDirectory(Path.Combine(_chart.FullName, "templates"));
        foreach (var file in Directory.GetFiles(Repository.EnvironmentsChart).Concat(
            Directory.GetFiles(Path.Combine(Repository.EnvironmentsChart, "templates"))))
        {
            var name = Path.GetRelativePath(Repository.EnvironmentsChart, file);
            if (name is "Chart.yaml" or "values.schema.json" || name.StartsWith("templates", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(_chart.FullName, name));
        }

        foreach (var (name, text) in records.Append(("values.yaml", List + Delivered.Settings)))
            File.WriteAllText(Path.Combine(_chart.FullName, name), text);
        return await RealHelm.TemplateAsync(new HelmTemplate("environments", _chart.FullName, "argocd"));
    }
}
