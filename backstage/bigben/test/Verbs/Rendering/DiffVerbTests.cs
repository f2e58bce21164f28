using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Tests.Git;

namespace BigBen.Tests.Verbs.Rendering;

/// <summary>The verb as a person or a pull request's check runs it: a process in a clone with the real charts.</summary>
public sealed class DiffVerbTests : IAsyncLifetime
{
    private const string Values = "app/service-a/deploy-config/production/values.yaml";
    private const string Port = ChartClone.Port;

    private readonly ChartClone _charts = new();
    private string _first = "";

    private TestClone Clone => _charts.Clone;

    public async Task InitializeAsync()
    {
        await _charts.CreateAsync();
        _first = await Clone.HeadAsync();
    }

    public Task DisposeAsync()
    {
        _charts.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_value_of_one_environment_changes_its_objects_there_and_nowhere_else()
    {
        await Clone.CommitAsync("more", (Values, $"replicas: 3\n{Port}"));

        var result = await DiffAsync($"{_first}..HEAD");

        result.ExitCode.ShouldBe(0, result.Error);
        FilesOf(result).ShouldBe(["production/service-a/Deployment-service-a"]);
        result.Output.ShouldContain("+  replicas: 3\n");
        result.Output.ShouldNotContain("0000000", Case.Sensitive, "what is not known yet is not invented");
    }

    [Fact]
    public async Task A_chart_changes_every_service_of_every_environment_and_new_sources_the_image_s_tag()
    {
        var template = (await File.ReadAllTextAsync(Path.Combine(Clone.Path, "charts/app/templates/service.yaml")))
            .Replace("kind: Service\n", "kind: Service\n# nothing but a comment\n");
        var commented = await Clone.CommitAsync("comment", ("charts/app/templates/service.yaml", template));
        var comment = await DiffAsync($"{_first}..HEAD");
        var sources = await Clone.CommitAsync("sources", ("app/service-b/src/Program.cs", "new"));
        var image = await DiffAsync("HEAD^..");
        await Clone.CommitAsync(
            "chart", ("charts/app/templates/extra.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\n"));
        var everywhere = await DiffAsync("HEAD^..HEAD");

        comment.ExitCode.ShouldBe(0, comment.Error);
        (comment.Output, comment.Error).ShouldBe(
            ("", $"No object of any environment changes from {_first[..7]} to {commented[..7]}.\n"));
        FilesOf(image).ShouldContain("developer/service-b/Deployment-service-b");
        FilesOf(image).ShouldAllBe(file => file.Contains("service-b"));
        image.Output.ShouldContain($"bigben-service-b:{sources[..7]}");
        FilesOf(everywhere).ShouldBe(
        [
            "developer/service-a/ConfigMap-extra", "developer/service-b/ConfigMap-extra", "production/service-a/ConfigMap-extra",
            "production/service-b/ConfigMap-extra",
        ]);
    }

    [Fact]
    public async Task A_pull_request_s_comment_names_the_objects_and_is_never_longer_than_GitHub_takes()
    {
        var noise = string.Concat(Enumerable.Range(0, 4000).Select(number => $"  line-{number}: \"some words and ``` a fence\"\n"));
        await Clone.CommitAsync(
            "noise", ("charts/app/templates/extra.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\ndata:\n{noise}"));

        var result = await DiffAsync("HEAD^...HEAD", "--markdown");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("4 object(s) change from ");
        result.Output.Length.ShouldBeLessThan(65_536);
        result.Output.ShouldContain("\n````diff\n", Case.Sensitive, "the fence is longer than any inside");
        result.Output.ShouldContain("The rest is too long for a comment");
    }

    [Fact]
    public async Task What_does_not_render_and_what_is_no_range_is_one_sentence()
    {
        await Clone.CommitAsync("broken", (Values, $"replicas: many\n{Port}"));

        var broken = await DiffAsync($"{_first}..HEAD");
        var unknown = await DiffAsync("no-such-commit..HEAD");
        var range = await DiffAsync("..");

        (broken.ExitCode, unknown.ExitCode, range.ExitCode).ShouldBe((1, 1, 2));
        broken.Error.ShouldContain("replicas");
        unknown.Error.ShouldContain("'no-such-commit' is unknown");
        range.Error.ShouldContain("is not a range of commits");
    }

    private static List<string> FilesOf(CommandResult result) =>
        [.. Regex.Matches(result.Output, @"^diff --git \w+/(\S+)\.yaml ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

    private Task<CommandResult> DiffAsync(params string[] arguments) => _charts.BigBenAsync(["diff", .. arguments]);
}
