namespace BigBen.Charts.Tests.App;

/// <summary>People's files hold nothing that the pipeline or the platform decides, so that a fork edits none of them.</summary>
public class DeployConfigTests
{
    private static readonly string[] Expected =
        [.. Repository.Deployments.Select(one => Repository.ValuesFile(one.Environment, one.Service))];

    public static TheoryData<string> Files => [.. Expected];

    [Theory]
    [MemberData(nameof(Files))]
    public void There_is_no_image_no_host_and_no_registry_in_it(string file)
    {
        var values = Repository.Values(file);

        values.Find("image").ShouldBeNull();
        values.Find("ingress", "host").ShouldBeNull();
        values.Find("httpRoute", "hostnames").ShouldBeNull();
    }

    [Fact]
    public void Every_service_has_one_for_every_environment_and_for_nothing_else() =>
        Directory.EnumerateFiles(Repository.Path("app"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => path.Contains("/deploy-config/", StringComparison.Ordinal))
            .ShouldBe(Expected, ignoreOrder: true);

    [Fact]
    public void No_two_services_listen_on_the_same_port() =>
        Expected.Select(file => (Service: file.Split('/')[1], Port: Repository.Values(file).Text("service", "port")))
            .Distinct()
            .GroupBy(one => one.Port)
            .Where(port => port.Count() > 1)
            .Select(port => $"{port.Key} of {string.Join(" and ", port.Select(one => one.Service))}")
            .ShouldBeEmpty("on a developer's machine they run side by side");
}
