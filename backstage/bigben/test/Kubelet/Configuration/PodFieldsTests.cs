using System.Text.Json;
using BigBen.Kubelet.Configuration;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubelet.Configuration;

public class PodFieldsTests
{
    private const string Pod = """
        {
          "apiVersion": "v1", "kind": "Pod",
          "metadata": {
            "name": "a", "labels": { "b": "2", "app": "a", "example.com/x": "y" },
            "annotations": { "note": "say \"a\\b\"\nand go", "Example.com/Key": "v" }
          },
          "spec": { "serviceAccountName": "robot", "containers": [{ "name": "main", "image": "a:1" }] }
        }
        """;

    [Theory]
    [InlineData("metadata.name", "a")]
    [InlineData("metadata.namespace", "developer")]
    [InlineData("metadata.labels", "app=\"a\"\nb=\"2\"\nexample.com/x=\"y\"")]
    [InlineData("metadata.annotations", "Example.com/Key=\"v\"\nnote=\"say \\\"a\\\\b\\\"\\nand go\"")]
    [InlineData("metadata.labels['app']", "a")]
    [InlineData("metadata.labels['example.com/x']", "y")]
    [InlineData("metadata.labels['none']", "")]
    [InlineData("metadata.annotations['note']", "say \"a\\b\"\nand go")]
    [InlineData("metadata.annotations['Example.com/Key']", "v")]
    [InlineData("metadata.annotations['app']", "")]
    [InlineData("spec.nodeName", "bigben")]
    [InlineData("spec.serviceAccountName", "robot")]
    [InlineData("status.podIP", "127.0.0.1")]
    [InlineData("status.podIPs", "127.0.0.1")]
    [InlineData("status.hostIP", "127.0.0.1")]
    [InlineData("status.hostIPs", "127.0.0.1")]
    public async Task A_pod_that_the_API_has_taken_knows_its_fields(string path, string expected)
    {
        await using var api = await TestApi.StartAsync("developer");
        var pod = await MakeAsync(api);

        PodFields.Find(PodIdentity.Of(pod), Spec(pod), path).ShouldBe(expected);
    }

    [Fact]
    public async Task Its_uid_is_the_one_that_the_API_gave_it()
    {
        await using var api = await TestApi.StartAsync("developer");
        var pod = await MakeAsync(api);

        PodFields.Find(PodIdentity.Of(pod), Spec(pod), "metadata.uid")
            .ShouldBe(pod.GetProperty("metadata").GetProperty("uid").GetString());
    }

    private static PodSpec Spec(JsonElement pod) => PodReader.Spec(pod, PodIdentity.Of(pod));

    private static async Task<JsonElement> MakeAsync(TestApi api)
    {
        var (code, answer) = await api.AskAsync("POST", "/api/v1/namespaces/developer/pods", Pod);
        code.ShouldBe(201, $"{answer}");
        return JsonSerializer.SerializeToElement(answer);
    }
}
