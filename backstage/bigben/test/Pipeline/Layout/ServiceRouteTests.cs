using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class ServiceRouteTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("ingress: {enabled: true}", "", true)]
    [InlineData("httpRoute: {enabled: true}", "", true)]
    [InlineData("httpRoute: {enabled: true, hostnames: [a.example]}", "", false)]
    [InlineData("", "ingress: {enabled: true}", true)]
    [InlineData("ingress: {enabled: false}", "ingress: {enabled: true}", false)]
    [InlineData("kind: worker", "ingress: {enabled: false}", false)]
    public async Task A_service_has_a_URL_where_its_values_or_the_charts_route_its_host(string values, string defaults, bool isRouted)
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var commit = await clone.CommitAsync(
            "values",
            (ServiceSource.ValuesFileOf("service-a", "production"), $"{values}\n"),
            ($"{ServiceSource.Chart}/values.yaml", $"{defaults}\n"));

        (await ServiceRoute.IsRoutedAsync(clone.Git, commit, "service-a", "production", CancellationToken.None)).ShouldBe(isRouted);
        (await ServiceRoute.IsRoutedAsync(clone.Git, commit, "none", "production", CancellationToken.None))
            .ShouldBe(defaults.Contains("true"));
    }
}
