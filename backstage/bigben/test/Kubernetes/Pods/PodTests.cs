using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Pods;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes.Pods;

public sealed class PodTests
{
    public static TheoryData<string, string> Table()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in Golden.Read("objects/pods-in-trouble.table.json").EnumerateObject())
            data.Add(row.Name, row.Value.GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void The_reason_is_what_kubectl_prints(string name, string status) => Read(name).Reason.ShouldBe(status);

    [Theory]
    [InlineData("no-image-5b7c8fd677-hqgks", true)]
    [InlineData("no-config-6ccc988c7-jz2hw", true)]
    [InlineData("not-live-76f74bd56c-cmxc2", true)]
    [InlineData("no-program-98cfccfb5-tfgfm", true)]
    [InlineData("no-volume-545b4d5945-gjmsj", false)]
    [InlineData("not-ready-56b648f997-ngxwc", false)]
    [InlineData("unschedulable-96b5b6796-ch2hp", false)]
    [InlineData("web-5869b9bf4-knr4m", false)]
    public void What_does_not_come_by_waiting_is_hopeless(string name, bool hopeless) => Read(name).IsHopeless.ShouldBe(hopeless);

    [Theory]
    [InlineData("CrashLoopBackOff", true, false)]
    [InlineData("CreateContainerError", true, false)]
    [InlineData("CreateContainerConfigError", true, false)]
    [InlineData("RunContainerError", true, false)]
    [InlineData("InvalidImageName", true, false)]
    [InlineData("ImagePullBackOff", true, true)]
    [InlineData("ErrImagePull", false, true)]
    [InlineData("ContainerCreating", false, false)]
    public void Reasons_are_told_apart_by_what_waiting_helps_against(string reason, bool hopeless, bool awaitsImage)
    {
        var pod = new Pod(JsonSerializer.Deserialize<JsonElement>(
            $$"""{ "status": { "containerStatuses": [{ "name": "a", "state": { "waiting": { "reason": "{{reason}}" } } }] } }"""));

        pod.IsHopeless.ShouldBe(hopeless);
        pod.AwaitsImage.ShouldBe(awaitsImage);
    }

    [Fact]
    public void A_pod_says_what_it_waits_for_or_why_it_has_no_node()
    {
        Read("no-config-6ccc988c7-jz2hw").Trouble.ShouldBe("CreateContainerConfigError configmap \"none\" not found");
        Read("unschedulable-96b5b6796-ch2hp").Trouble.ShouldNotBeNull().ShouldStartWith("Unschedulable 0/");
        Read("web-5869b9bf4-knr4m").Trouble.ShouldBeNull();
    }

    [Fact]
    public void Containers_tell_how_they_ended()
    {
        var pod = Read("oom-9d6c889db-9z594");

        pod.Containers.ShouldHaveSingleItem().LastEnd!.Reason.ShouldBe("OOMKilled");
        pod.Restarts.ShouldBe(4);
    }

    [Theory]
    [InlineData("web", "Running", 0, "Always", false)]
    [InlineData("web", "Succeeded", 0, "Always", true)]
    [InlineData("web", "Failed", 1, "Always", true)]
    [InlineData("migrate", "Running", 0, "", true)]
    [InlineData("migrate", "Running", 1, "", false)]
    [InlineData("migrate", "Running", 0, "Always", false)]
    public void A_container_is_done_with_its_pod_or_as_an_init_container_that_succeeded(
        string container, string phase, int exitCode, string restartPolicy, bool isDone)
    {
        var ended = $$"""[{ "name": "{{container}}", "state": { "terminated": { "exitCode": {{exitCode}} } } }]""";
        var pod = new Pod(JsonSerializer.Deserialize<JsonElement>($$"""
            {
              "spec": { "initContainers": [{ "name": "migrate", "restartPolicy": "{{restartPolicy}}" }] },
              "status": { "phase": "{{phase}}", "containerStatuses": {{ended}}, "initContainerStatuses": {{ended}} }
            }
            """));

        pod.IsDone(container).ShouldBe(isDone);
    }

    private static Pod Read(string name) => Golden.Read("objects/pods-in-trouble.json").GetProperty("items").EnumerateArray()
        .Where(item => item.NameOf() == name).Select(item => new Pod(item)).Single();
}
