using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Admission;

public class ClaimResizeTests
{
    private const string Claims = "/api/v1/namespaces/developer/persistentvolumeclaims";

    [Theory]
    [InlineData("standard", "1.5Gi", "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must "
        + "support resize")]
    [InlineData("gone", "1.5Gi", "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must "
        + "support resize")]
    [InlineData("elastic", "1.5Gi", null)]
    [InlineData("standard", "1024Mi", null)]
    public async Task A_claim_grows_where_its_class_allows_it(string storageClass, string size, string? refusal)
    {
        await using var api = await StartAsync(storageClass);
        api.Update("v1", "persistentvolumeclaims", "developer", "a", claim => claim["status"]!["phase"] = "Bound", "status");

        var (code, answer) = await AskForAsync(api, size);

        code.ShouldBe(refusal is null ? 200 : 403);
        if (refusal is not null)
            answer["message"]!.GetValue<string>().ShouldBe($"persistentvolumeclaims \"a\" is forbidden: {refusal}");
        (await api.AskAsync("GET", $"{Claims}/a")).Answer["spec"]!["resources"]!["requests"]!["storage"]!.GetValue<string>()
            .ShouldBe(refusal is null ? size : "1Gi");
    }

    [Fact]
    public async Task A_claim_without_a_volume_does_not_grow()
    {
        await using var api = await StartAsync("elastic");

        var (code, answer) = await AskForAsync(api, "2Gi");

        code.ShouldBe(422);
        answer["message"]!.GetValue<string>().ShouldStartWith(
            "PersistentVolumeClaim \"a\" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests");
    }

    private static async Task<TestApi> StartAsync(string storageClass)
    {
        var api = await TestApi.StartAsync("developer");
        api.Create("storage.k8s.io/v1", "storageclasses", "", """{ "metadata": { "name": "standard" }, "provisioner": "a" }""");
        api.Create(
            "storage.k8s.io/v1", "storageclasses", "",
            """{ "metadata": { "name": "elastic" }, "provisioner": "a", "allowVolumeExpansion": true }""");
        api.Create("v1", "persistentvolumeclaims", "developer", $$"""
            {
              "metadata": { "name": "a" },
              "spec": {
                "storageClassName": "{{storageClass}}", "accessModes": ["ReadWriteOnce"],
                "resources": { "requests": { "storage": "1Gi" } }
              }
            }
            """);
        return api;
    }

    private static Task<(int Code, JsonNode Answer)> AskForAsync(TestApi api, string size) => api.AskAsync(
        "PATCH", $"{Claims}/a", $$"""{ "spec": { "resources": { "requests": { "storage": "{{size}}" } } } }""",
        "application/merge-patch+json");
}
