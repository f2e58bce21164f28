using System.Text.Json;
using BigBen.ArgoCd.Applications;

namespace BigBen.Tests.ArgoCd.Applications;

public sealed class HelmSourceTests
{
    [Theory]
    [InlineData("charts/app", "values.yaml", "charts/app", "charts/app/values.yaml")]
    [InlineData("./charts/app/", "./values.yaml", "charts/app", "charts/app/values.yaml")]
    [InlineData("charts/old/../app", "../../app/a/values.yaml", "charts/app", "app/a/values.yaml")]
    [InlineData("charts//app", "/app/../a.yaml", "charts/app", "a.yaml")]
    [InlineData(".", "values.yaml", ".", "values.yaml")]
    [InlineData("./", "/a//./b.yaml", ".", "a/b.yaml")]
    [InlineData("charts/..", "...", ".", "...")]
    public void Paths_are_resolved_from_the_root_of_the_repository(string path, string valueFile, string chart, string values)
    {
        var source = Read(path, valueFile);

        (source.Path, source.ValueFiles.Single(), source.Error).ShouldBe((chart, values, null));
    }

    [Theory]
    [InlineData("..", "values.yaml", "..: app path outside root")]
    [InlineData("charts/../../app", "values.yaml", "charts/../../app: app path outside root")]
    [InlineData("charts/app", "../../../values.yaml", "file '../../../values.yaml' resolved to outside repository root")]
    [InlineData("charts/app", "/../values.yaml", "file '/../values.yaml' resolved to outside repository root")]
    [InlineData("charts/app", "../..", "file '../..' resolved to outside repository root")]
    public void A_path_that_leads_out_of_the_repository_is_an_error_as_in_Argo_CD(string path, string valueFile, string error) =>
        Read(path, valueFile).Error!.ShouldEndWith(error);

    private static HelmSource Read(string path, string valueFile) => HelmSource.Read(
        JsonSerializer.SerializeToElement(new { repoURL = "file:///forge.git", path, helm = new { valueFiles = new[] { valueFile } } }),
        "developer-service-a");
}
