using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Tests.Git;

namespace BigBen.Tests.ArgoCd.Sources;

/// <summary>What a chart may bring onto this machine, and what it may not take from it.</summary>
public sealed class ChartFilesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../README.md")]
    [InlineData("../../../../../../../../etc/passwd")]
    [InlineData("here/../x")]
    [InlineData("nowhere/../../../x")]
    [InlineData("link")]
    public async Task A_link_out_of_a_chart_is_refused_and_nothing_of_it_is_kept(string target)
    {
        var clone = await CloneAsync();
        var chart = Path.Combine(clone.Path, "charts/app");
        File.CreateSymbolicLink(Path.Combine(chart, "here"), ".");
        File.CreateSymbolicLink(Path.Combine(chart, "link"), target);
        var commit = await clone.CommitAsync("link");
        var files = new ChartFiles(new TestSource(clone.Git), new RenderCache(_temp["cache"], TimeProvider.System));

        var error = await Should.ThrowAsync<PlatformException>(files.ChartAsync(commit, "charts/app", None));

        error.Message.ShouldBe("repository contains out-of-bounds symlinks. file: charts/app/link");
        Directory.GetDirectories(_temp["cache/charts"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Links_within_a_chart_stay()
    {
        var clone = await CloneAsync();
        var chart = Path.Combine(clone.Path, "charts/app");
        File.CreateSymbolicLink(Path.Combine(chart, "templates/again.yaml"), "../templates/all.yaml");
        File.CreateSymbolicLink(Path.Combine(chart, "also"), "templates");
        var commit = await clone.CommitAsync("link");

        var files = new ChartFiles(new TestSource(clone.Git), new RenderCache(_temp["cache"], TimeProvider.System));
        var (folder, _) = await files.ChartAsync(commit, "charts/app", None);

        (await File.ReadAllTextAsync(Path.Combine(folder, "also/again.yaml"))).ShouldBe("a: b\n");
    }

    [Fact]
    public async Task A_chart_may_be_the_whole_repository()
    {
        var clone = await CloneAsync();
        var commit = await clone.CommitAsync("chart", ("Chart.yaml", "{ apiVersion: v2, name: root, version: 1.0.0 }"));

        var files = new ChartFiles(new TestSource(clone.Git), new RenderCache(_temp["cache"], TimeProvider.System));
        var (folder, _) = await files.ChartAsync(commit, ".", None);

        File.Exists(Path.Combine(folder, "Chart.yaml")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "charts/app/Chart.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task Values_are_given_to_Helm_byte_by_byte()
    {
        var clone = await CloneAsync();
        byte[] values = [0xEF, 0xBB, 0xBF, .. "a: "u8, 0xFF, .. "\r\nb: 1"u8];
        await File.WriteAllBytesAsync(Path.Combine(clone.Path, "values.yaml"), values);
        var commit = await clone.CommitAsync("values");

        await new TestSource(clone.Git).ExportFileAsync(commit, "values.yaml", _temp["out/of/values.yaml"], None);

        (await File.ReadAllBytesAsync(_temp["out/of/values.yaml"])).ShouldBe(values);
        Directory.GetFiles(_temp["out/of"]).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Values_that_are_a_link_are_refused()
    {
        var clone = await CloneAsync();
        File.CreateSymbolicLink(Path.Combine(clone.Path, "values.yaml"), "/etc/passwd");
        var commit = await clone.CommitAsync("link");

        var error = await Should.ThrowAsync<PlatformException>(
            new TestSource(clone.Git).ExportFileAsync(commit, "values.yaml", _temp["values.yaml"], None));

        error.Message.ShouldBe("'values.yaml' is a symbolic link: put the file itself there, and push again.");
    }

    private async Task<TestClone> CloneAsync()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.CommitAsync(
            "first",
            ("charts/app/Chart.yaml", "{ apiVersion: v2, name: app, version: 1.0.0 }"),
            ("charts/app/templates/all.yaml", "a: b\n"),
            ("README.md", ""));
        return clone;
    }
}
