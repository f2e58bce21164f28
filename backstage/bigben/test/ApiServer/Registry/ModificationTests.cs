using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Registry;

public class ModificationTests
{
    private const string MergePatch = "application/merge-patch+json";
    private const string Service = "/api/v1/namespaces/lab/services/web";

    [Fact]
    public async Task The_address_of_a_Service_stays_until_it_is_an_external_name()
    {
        await using var api = await TestApi.StartAsync("lab");
        api.Create("v1", "services", "lab", """{ "metadata": { "name": "web" }, "spec": { "ports": [{ "port": 80 }] } }""");
        var address = Address((await api.AskAsync("GET", Service)).Answer);

        var (emptied, same) = await SpecAsync("""{ "clusterIP": "" }""");
        var (changed, refused) = await SpecAsync("""{ "clusterIP": "10.96.200.1" }""");
        var (_, external) = await SpecAsync("""{ "type": "ExternalName", "externalName": "example.com" }""");
        var (_, internalAgain) = await SpecAsync("""{ "type": "ClusterIP", "externalName": null }""");

        (emptied, changed).ShouldBe((200, 422));
        Address(same).ShouldBe(address);
        refused["message"]!.GetValue<string>().ShouldBe(
            "Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.96.200.1\"]: may not change once set");
        Address(external).ShouldBeNull();
        external["spec"]!["clusterIPs"].ShouldBeNull();
        Address(internalAgain)!.ShouldStartWith("10.96.");

        Task<(int Code, JsonNode Answer)> SpecAsync(string spec) =>
            api.AskAsync("PATCH", Service, $$"""{ "spec": {{spec}} }""", MergePatch);

        static string? Address(JsonNode service) => (string?)service["spec"]!["clusterIP"];
    }

    [Fact]
    public async Task A_pod_that_a_typed_client_sends_back_is_taken()
    {
        await using var api = await TestApi.StartAsync("lab");
        const string pods = "/api/v1/namespaces/lab/pods";
        const string pod = """{ "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "a" }, "spec": { "containers": [CONTAINER] } }""";
        var (made, _) = await api.AskAsync("POST", pods, pod.Replace("CONTAINER", """{ "name": "a", "image": "web:1" }"""));

        var (code, answer) = await api.AskAsync(
            "PUT", $"{pods}/a", pod.Replace("CONTAINER", """{ "name": "a", "image": "web:1", "resources": {} }"""));

        made.ShouldBe(201);
        code.ShouldBe(200, answer.ToJsonString());
        answer["metadata"]!["generation"]!.GetValue<long>().ShouldBe(1);
    }
}
