using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class ServiceKindTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("kind: worker", "worker")]
    [InlineData("kind: cronjob", "cronjob")]
    [InlineData("kind: web", "web")]
    [InlineData("replicas: 1", "web")]
    [InlineData("", "web")]
    public async Task A_service_is_what_its_values_say_and_serves_by_default(string values, string kind)
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var commit = await clone.CommitAsync("values", (ServiceSource.ValuesFileOf("service-a", "developer"), $"{values}\n"));

        (await ServiceKind.ReadAsync(clone.Git, commit, "service-a", "developer", CancellationToken.None)).ShouldBe(kind);
        (await ServiceKind.ReadAsync(clone.Git, commit, "service-a", "production", CancellationToken.None)).ShouldBe(ServiceKind.Web);
    }
}
