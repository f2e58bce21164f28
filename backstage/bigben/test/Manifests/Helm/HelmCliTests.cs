using System.Text.Json;
using BigBen.Foundation;
using BigBen.Manifests.Helm;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Tests.Manifests.Helm;

public sealed class HelmCliTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("big-ben chart-");

    private string Chart => Path.Combine(folder.FullName, "chart");

    public HelmCliTests()
    {
        Write("chart/Chart.yaml", "apiVersion: v2\nname: sample\nversion: 1.0.0\nkubeVersion: \">=1.30.0-0\"\n");
        Write("chart/values.yaml", "text: chart\nlist: []\nnested: {deep.key: a, plain: b}\n");
        Write("chart/templates/values.yaml", """
            release: {{ .Release.Name }}
            namespace: {{ .Release.Namespace }}
            kube: {{ .Capabilities.KubeVersion.Version }}
            monitoring: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
            values: {{ toJson .Values }}
            """);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_chart_is_rendered_for_its_release_and_namespace()
    {
        var yaml = await RenderAsync(Template());

        yaml.ShouldContain("release: service-a\nnamespace: developer\n");
        yaml.ShouldContain($"kube: v{HelmTemplate.DefaultKubeVersion}\nmonitoring: false\n");
    }

    [Fact]
    public async Task A_chart_that_never_ends_to_render_is_stopped()
    {
        var program = Path.Combine(folder.FullName, "helm");
        TestProgram.Write(program, "#!/bin/sh\nexec sleep 600\n");
        var helm = new HelmCli(new HelmProgram(program, new Version(4, 0), "a test", folder.FullName))
        {
            Timeout = TimeSpan.FromMilliseconds(100),
        };

        var refusal = await Should.ThrowAsync<PlatformException>(() => helm.TemplateAsync(Template()));

        refusal.Message.ShouldContain($"The chart '{Chart}' does not render for the release 'service-a' within 0.1 s");
    }

    [Fact]
    public async Task The_cluster_that_is_rendered_for_can_be_described() =>
        (await RenderAsync(Template() with { KubeVersion = "1.31.2", ApiVersions = ["monitoring.coreos.com/v1"] }))
            .ShouldContain("kube: v1.31.2\nmonitoring: true\n");

    [Fact]
    public async Task Parameters_win_over_files_and_later_files_over_earlier_ones()
    {
        var one = Write("one.yaml", "text: one\nfirst: 1\n");
        var two = Write("two.yaml", "text: two\n");

        (await RenderAsync(Template() with { ValueFiles = [one, two] }))
            .ShouldContain("\"first\":1,\"list\":[],\"nested\":{\"deep.key\":\"a\",\"plain\":\"b\"},\"text\":\"two\"");
        (await RenderAsync(Template() with { ValueFiles = [two, one] })).ShouldContain("\"text\":\"one\"");
        (await RenderAsync(Template() with { ValueFiles = [one], Parameters = [new("text", "parameter")] }))
            .ShouldContain("\"text\":\"parameter\"");
    }

    [Theory]
    [InlineData("4632410")]
    [InlineData("634e207")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a,text=b")]
    [InlineData(@"back\slash")]
    [InlineData(@"ends with \")]
    [InlineData(@"\,")]
    [InlineData("{a,b}")]
    [InlineData("a{b}")]
    [InlineData("[0]")]
    [InlineData("a=b")]
    [InlineData("  spaces  ")]
    [InlineData("two\nlines")]
    [InlineData("quote \" and '")]
    [InlineData("{{ .Release.Name }}")]
    [InlineData("http://service-a:8011/?a=1&b=2,3")]
    [InlineData("Größe → 1")]
    public async Task A_parameter_that_is_forced_to_be_a_string_arrives_as_it_was_written(string value)
    {
        var yaml = await RenderAsync(Template() with { Parameters = [new("text", value, ForceString: true)] });

        Values(yaml).GetProperty("text").GetString().ShouldBe(value);
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("true", "true")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("{a,b}", "\"{a,b}\"")]
    public async Task Another_parameter_has_the_type_that_it_looks_like(string value, string json) =>
        Values(await RenderAsync(Template() with { Parameters = [new("text", value)] })).GetProperty("text").GetRawText().ShouldBe(json);

    [Fact]
    public async Task A_parameters_name_is_a_path() =>
        Values(await RenderAsync(Template() with { Parameters = [new("nested.plain", "x"), new(@"nested.deep\.key", "y")] }))
            .GetProperty("nested")
            .GetRawText()
            .ShouldBe("""{"deep.key":"y","plain":"x"}""");

    [Theory]
    [InlineData("")]
    [InlineData("text=a,other")]
    [InlineData("a,b")]
    public async Task A_parameters_name_that_would_set_something_else_is_refused(string name) =>
        (await RefusalAsync(Template() with { Parameters = [new(name, "x")] })).ShouldContain($"'{name}' cannot name a Helm parameter");

    [Fact]
    public async Task Definitions_and_tests_are_rendered_where_asked()
    {
        Write("chart/crds/thing.yaml", "kind: CustomResourceDefinition\n");
        Write("chart/templates/tests/test.yaml", "kind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n");

        var plain = await RenderAsync(Template());
        plain.ShouldNotContain("CustomResourceDefinition");
        plain.ShouldContain("kind: Pod");
        var other = await RenderAsync(Template() with { IncludeCrds = true, SkipTests = true });
        other.ShouldContain("CustomResourceDefinition");
        other.ShouldNotContain("kind: Pod");
    }

    [Fact]
    public async Task A_folder_without_a_chart_is_named() =>
        (await RefusalAsync(Template() with { Chart = folder.FullName })).ShouldBe(
            $"'{folder.FullName}' is not a Helm chart: it has no Chart.yaml. Name a chart's folder.");

    [Fact]
    public async Task A_value_file_that_is_missing_is_named() =>
        (await RefusalAsync(Template() with { ValueFiles = ["/no/such.yaml"] })).ShouldStartWith(
            "The value file '/no/such.yaml' for the release 'service-a' does not exist.");

    [Fact]
    public async Task A_value_file_that_is_no_yaml_is_named()
    {
        var file = Write("bad.yaml", "a: [b\n");

        var refusal = await RefusalAsync(Template() with { ValueFiles = [file] });

        refusal.ShouldContain($"with '{file}'");
        refusal.ShouldContain("yaml: line 1");
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public async Task All_that_the_schema_refuses_is_told_in_one_sentence()
    {
        Write(
            "chart/values.schema.json", """{"type": "object", "properties": {"text": {"type": "string"}, "count": {"type": "integer"}}}""");

        var refusal = await RefusalAsync(Template() with { Parameters = [new("text", "3"), new("count", "x")] });

        refusal.ShouldStartWith(
            $"The chart '{Chart}' does not render for the release 'service-a' in 'developer': the chart's schema refuses ");
        refusal.ShouldContain("text");
        refusal.ShouldContain("count");
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_refused_value_is_told_with_its_line_in_the_file_that_people_know()
    {
        Write("chart/values.schema.json", """
            {
              "type": "object",
              "properties": {
                "text": {"type": "string"},
                "probes": {"type": "object", "additionalProperties": false, "properties": {"live": {"type": "string"}}}
              }
            }
            """);
        var common = Write("cache/1", "text: fine\n");
        var own = Write("cache/2", "# of developer\ntext: 3\nprobes:\n  lively: /alive\n");

        var refusal = await RefusalAsync(Template() with
        {
            ValueFiles = [common, own],
            Names = new Dictionary<string, string>
            {
                [Chart] = "charts/app",
                [common] = "app/a/common.yaml",
                [own] = "app/a/values.yaml",
            },
        });

        refusal.ShouldStartWith("The chart 'charts/app' does not render for the release 'service-a' in 'developer' with ");
        refusal.ShouldContain("with 'app/a/common.yaml', 'app/a/values.yaml': the chart's schema refuses ");
        refusal.ShouldContain(" (app/a/values.yaml, line 2)");
        refusal.ShouldContain(" (app/a/values.yaml, line 4)");
        refusal.ShouldNotContain(folder.FullName);
    }

    [Fact]
    public async Task What_a_template_says_it_needs_is_told_with_its_place()
    {
        Write("chart/templates/bad.yaml", "{{ fail \"a host is needed\" }}");

        (await RefusalAsync(Template())).ShouldBe(
            $"The chart '{Chart}' does not render for the release 'service-a' in 'developer': "
            + "a host is needed (at sample/templates/bad.yaml:1:3). "
            + "Fix the chart or the values and try again.");
    }

    [Theory]
    [InlineData("{{ if }}", "sample/templates/bad.yaml:1")]
    [InlineData("{{ .Values.no.such.thing }}", "sample/templates/bad.yaml:1")]
    [InlineData("a: [", "sample/templates/bad.yaml")]
    [InlineData("{{ include \"none\" . }}", "sample/templates/bad.yaml:1")]
    public async Task A_template_that_is_broken_is_named(string template, string place)
    {
        Write("chart/templates/bad.yaml", template);

        var refusal = await RefusalAsync(Template());

        refusal.ShouldContain(place);
        refusal.ShouldNotContain("--debug");
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_cluster_that_is_too_old_for_the_chart_is_told() =>
        (await RefusalAsync(Template() with { KubeVersion = "1.29.0" })).ShouldContain("1.29.0");

    [Fact]
    public async Task A_chart_that_renders_nothing_is_empty()
    {
        File.Delete(Path.Combine(Chart, "templates/values.yaml"));

        (await RenderAsync(Template())).Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_the_users_helm_is_read_or_written()
    {
        var helm = await TestHelm.ProgramAsync();

        var settings = await new Command(helm.Path, "env") { Environment = helm.Environment }.OutputAsync();

        var paths = settings.Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(pair => pair[1].Contains('/', StringComparison.Ordinal) && !pair[0].StartsWith("HELM_KUBE", StringComparison.Ordinal))
            .ToList();
        paths.Count.ShouldBeGreaterThanOrEqualTo(6);
        paths.ShouldAllBe(pair => pair[0] == "HELM_BIN" || pair[1].Trim('"').StartsWith(helm.Home, StringComparison.Ordinal));
    }

    private HelmTemplate Template() => new("service-a", Chart, "developer");

    private static async Task<string> RenderAsync(HelmTemplate template) => await (await TestHelm.CliAsync()).TemplateAsync(template);

    private static async Task<string> RefusalAsync(HelmTemplate template) =>
        (await RenderAsync(template).ShouldThrowAsync<PlatformException>()).Message;

    private static JsonElement Values(string yaml)
    {
        var values = yaml.Split('\n').Single(line => line.StartsWith("values: ", StringComparison.Ordinal));
        return JsonDocument.Parse(values["values: ".Length..]).RootElement;
    }

    private string Write(string path, string text)
    {
        var full = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }
}
