namespace BigBen.Charts.Tests.App;

/// <summary>People's files hold nothing that the pipeline or the platform decides, so that a fork edits none of them.</summary>
public class DeployConfigTests
{
    public static TheoryData<string> Files => new(All());

    [Theory]
    [MemberData(nameof(Files))]
    public void There_is_no_image_no_host_and_no_registry_in_it(string file)
    {
        var values = Manifests.Parse($"kind: Values\nmetadata: {{name: x}}\n{File.ReadAllText(Repository.Path(file))}").Objects[0];

        values.Find("image").ShouldBeNull();
        values.Find("ingress", "host").ShouldBeNull();
        values.Find("httpRoute", "hostnames").ShouldBeNull();
    }

    [Fact]
    public void Every_service_has_one_for_every_environment() =>
        All().ShouldBe(
            Repository.Services.SelectMany(
                service => Repository.Environments.Names.Select(name => $"app/{service}/deploy-config/{name}/values.yaml")),
            ignoreOrder: true);

    private static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Repository.Path("app"), "values.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => path.Contains("/deploy-config/", StringComparison.Ordinal));
}
