using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServicePortsTests
{
    private static readonly Dictionary<int, string> Taken = new() { [8011] = "that of a", [8012] = "that of b", [8014] = "that of c" };

    [Theory]
    [InlineData(null, 8000, 8000)]
    [InlineData(null, 8012, 8013)]
    [InlineData(8013, 8000, 8013)]
    public void A_free_one_is_chosen(int? wanted, int usual, int chosen) => ServicePorts.Choose(wanted, usual, Taken).ShouldBe(chosen);

    [Fact]
    public void Any_other_is_refused_with_its_owner() =>
        Should.Throw<PlatformException>(() => ServicePorts.Choose(8012, 8000, Taken)).Message.ShouldStartWith("Port 8012 is that of b");

    [Fact]
    public async Task They_are_those_of_the_values_of_any_environment_and_that_of_the_probes()
    {
        using var temp = new TempFolder();
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync(
            "first",
            ("app/a/deploy-config/developer/values.yaml", "service:\n  port: 8011\n"),
            ("app/a/deploy-config/production/values.yaml", "service: {port: 8020}\n"),
            ("app/b/deploy-config/developer/values.yaml", "replicas: 1\n"),
            ("charts/app/values.yaml", "service:\n  port: 8099\n"));

        var taken = await ServicePorts.TakenAsync(clone.Git, head, CancellationToken.None);

        taken.ShouldBe(new Dictionary<int, string>
        {
            [8011] = "that of a",
            [8020] = "that of a",
            [9090] = "the management port of every service",
        }, ignoreOrder: true);
    }
}
