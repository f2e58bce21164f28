using System.Text.Json.Nodes;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Kubelet;

public class NodeUsageTests
{
    [Fact]
    public async Task A_pods_usage_is_that_of_its_processes()
    {
        await using var test = await TestNode.StartAsync();
        // The children's usage is the pod's as well.
        test.Apply(PodYaml.Shell("busy", "sh -c 'while :; do :; done' & wait"));
        test.Apply(PodYaml.Shell("idle", "exec sleep 1000"));
        await test.ReadyAsync("busy");
        await test.ReadyAsync("idle");

        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        // The start of the other one counts too, until it is long past.
        while (Cpu("busy") < 0.01m || Cpu("busy") <= Cpu("idle"))
            await Task.Delay(20, deadline.Token);

        var pod = Of("busy");
        pod["metadata"]!["namespace"]!.GetValue<string>().ShouldBe("developer");
        pod["metadata"]!["labels"]!["app"]!.GetValue<string>().ShouldBe("busy");
        pod["containers"]![0]!["name"]!.GetValue<string>().ShouldBe("main");
        Quantity(pod["containers"]![0]!["usage"]!["memory"]).ShouldBeInRange(100 * 1024, 100 * 1024 * 1024);
        var node = test.Usage.Nodes().ShouldHaveSingleItem();
        node["metadata"]!["name"]!.GetValue<string>().ShouldBe("bigben");
        Quantity(node["usage"]!["memory"]).ShouldBeGreaterThan(Quantity(pod["containers"]![0]!["usage"]!["memory"]));

        test.Delete("busy");
        await test.GoneAsync("busy");
        test.Usage.Pods().Select(left => left["metadata"]!["name"]!.GetValue<string>()).ShouldBe(["idle"]);

        JsonObject Of(string name) => test.Usage.Pods().Single(measured => measured["metadata"]!["name"]!.GetValue<string>() == name);

        decimal Cpu(string name) => Quantity(Of(name)["containers"]![0]!["usage"]!["cpu"]);
    }

    private static decimal Quantity(JsonNode? node) => ContainerResources.Quantity(node!.GetValue<string>())!.Value;
}
