using System.Text.Json.Nodes;
using BigBen.Verbs.Export.Targets.CloudRun;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Targets.CloudRun;

public sealed class CloudRunLimitsTests
{
    [Theory]
    [InlineData("""{"cpu":"1","memory":"256Mi"}""", """{"cpu":"1","memory":"256Mi"}""", "{}")]
    [InlineData("""{"cpu":"2000m","memory":"8Gi"}""", """{"cpu":"2000m","memory":"8Gi"}""", "{}")]
    [InlineData("""{"memory":"256Mi"}""", """{"memory":"256Mi"}""", "{}")]
    // Less than one is for one request at a time; between the steps is nothing.
    [InlineData("""{"cpu":"500m","memory":"256Mi"}""", """{"memory":"256Mi"}""", """{"cpu":"500m"}""")]
    [InlineData("""{"cpu":"1500m"}""", "{}", """{"cpu":"1500m"}""")]
    [InlineData("""{"cpu":"3","memory":"1Gi"}""", """{"memory":"1Gi"}""", """{"cpu":"3"}""")]
    // Too little and too much for the processors.
    [InlineData("""{"cpu":"1","memory":"64Mi"}""", """{"cpu":"1"}""", """{"memory":"64Mi"}""")]
    [InlineData("""{"memory":"5Gi"}""", "{}", """{"memory":"5Gi"}""")]
    [InlineData("""{"cpu":"4","memory":"1Gi"}""", """{"memory":"1Gi"}""", """{"cpu":"4"}""")]
    [InlineData("""{"cpu":"4"}""", "{}", """{"cpu":"4"}""")]
    [InlineData("""{"cpu":"8","memory":"64Gi"}""", "{}", """{"cpu":"8","memory":"64Gi"}""")]
    public void What_Cloud_Run_would_refuse_is_left(string limits, string taken, string left)
    {
        var given = JsonNode.Parse(limits)!.AsObject();

        CloudRunLimits.Take(new Part(given)).ToJsonString().ShouldBe(taken);

        given.ToJsonString().ShouldBe(left);
    }
}
