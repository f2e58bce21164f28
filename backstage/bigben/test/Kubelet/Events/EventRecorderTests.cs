using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Kubelet.Events;

public class EventRecorderTests
{
    [Fact]
    public async Task The_same_event_is_counted_as_long_as_it_is_there()
    {
        await using var test = await TestNode.StartAsync();
        var recorder = new EventRecorder(test.Store, TimeProvider.System, NullLogger.Instance);
        var labels = new Dictionary<string, string>();
        var pod = new PodIdentity(TestNode.Namespace, "a", "uid", "a", labels, labels);
        var happened = new PodEvent(pod, "main", IsWarning: true, "Unhealthy", "Readiness probe failed: no");

        recorder.Record(happened);
        recorder.Record(happened with { });
        recorder.Record(happened with { Message = "Readiness probe failed: never" });
        test.Events("a").Select(told => told.NumberAt("count")).Order().ShouldBe([1L, 2L]);
        var counted = test.Events("a").Single(told => told.NumberAt("count") == 2);
        counted.TextAt("source", "host").ShouldBe("bigben");
        counted.TextAt("involvedObject", "uid").ShouldBe("uid");

        test.Store.Delete(EventConversion.Events, TestNode.Namespace, counted.Text("name"));
        recorder.Record(happened);
        test.Events("a").Select(told => told.NumberAt("count")).ShouldBe([1L, 1L]);
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_is_left_out()
    {
        await using var test = await TestNode.StartAsync();
        var recorder = new EventRecorder(test.Store, TimeProvider.System, NullLogger.Instance);
        var labels = new Dictionary<string, string>();
        var pod = new PodIdentity("nowhere", "a", "uid", "a", labels, labels);

        recorder.Record(new PodEvent(pod, null, IsWarning: false, "Started", "Container started"));

        test.Store.List(EventConversion.Events).Items.ShouldBeEmpty();
    }
}
