using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Kubelet.Events;

public class PodEventsTests
{
    [Fact]
    public async Task The_same_event_is_counted_as_long_as_it_is_there()
    {
        await using var test = await TestNode.StartAsync();
        var events = new PodEvents(test.Store, TimeProvider.System, NullLogger.Instance);
        var labels = new Dictionary<string, string>();
        var pod = new PodIdentity(TestNode.Namespace, "a", "uid", "a", labels, labels);
        var happened = new PodEvent(pod, "spec.containers{main}", IsWarning: true, "Unhealthy", "Readiness probe failed: no");

        events.Record(happened);
        events.Record(happened with { });
        events.Record(happened with { Message = "Readiness probe failed: never" });
        test.Events("a").Select(told => told.NumberAt("count")).Order().ShouldBe([1L, 2L]);
        var counted = test.Events("a").Single(told => told.NumberAt("count") == 2);
        counted.TextAt("source", "host").ShouldBe("bigben");
        counted.TextAt("involvedObject", "uid").ShouldBe("uid");
        counted.TextAt("involvedObject", "fieldPath").ShouldBe("spec.containers{main}");

        test.Store.Delete(Kinds.Events, TestNode.Namespace, counted.Text("name"));
        events.Record(happened);
        test.Events("a").Select(told => told.NumberAt("count")).ShouldBe([1L, 1L]);
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_is_left_out()
    {
        await using var test = await TestNode.StartAsync();
        var events = new PodEvents(test.Store, TimeProvider.System, NullLogger.Instance);
        var labels = new Dictionary<string, string>();
        var pod = new PodIdentity("nowhere", "a", "uid", "a", labels, labels);

        events.Record(new PodEvent(pod, null, IsWarning: false, "Started", "Container started"));

        test.Store.List(Kinds.Events).Items.ShouldBeEmpty();
    }
}
