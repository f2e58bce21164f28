using BigBen.ApiServer.Discovery;

namespace BigBen.Tests.ApiServer.Discovery;

public class ServerVersionTests
{
    private static readonly string[] Compared =
        ["major", "minor", "emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor"];

    [Fact]
    public void It_is_that_of_the_Kubernetes_whose_answers_ours_are()
    {
        var golden = Golden.Read("discovery/version.json");
        var version = ServerVersion.Document();

        version.Select(field => field.Key).ShouldBe(golden.EnumerateObject().Select(field => field.Name));
        foreach (var field in Compared)
            ((string?)version[field]).ShouldBe(golden.GetProperty(field).GetString());
        ((string?)version["gitVersion"])!.ShouldStartWith(golden.GetProperty("gitVersion").GetString()!);
    }
}
