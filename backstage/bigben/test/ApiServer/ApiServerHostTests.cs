using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Serving;
using BigBen.Kubelet.Containers;

namespace BigBen.Tests.ApiServer;

public class ApiServerHostTests
{
    [Fact]
    public async Task After_a_restart_the_same_kubeconfig_lets_in_to_the_same_objects()
    {
        using var directory = new TestDirectory();
        var namespaces = TestApi.Resource("v1", "namespaces");
        // Between the two nobody listens there: it is none that the system gives away by itself.
        var port = new FreePorts().Take();
        new ServerIdentity(port, ServingCertificate.Create(TimeProvider.System.GetUtcNow())).Save(directory["api/identity.json"]);
        string kubeconfig;
        await using (var first = await TestApi.StartHostAsync(directory, new FakeKubelet()))
        {
            first.Store.Create(namespaces, "", new() { ["metadata"] = new JsonObject { ["name"] = "lab" } });
            kubeconfig = await File.ReadAllTextAsync(first.Kubeconfig);
        }

        await using var second = await TestApi.StartHostAsync(directory, new FakeKubelet());

        second.Store.Find(namespaces, "", "lab").ShouldNotBeNull();
        (await File.ReadAllTextAsync(second.Kubeconfig)).ShouldBe(kubeconfig);
    }

    [Fact]
    public async Task The_namespaces_of_every_cluster_are_there_from_the_start_and_for_good()
    {
        await using var api = await TestApi.StartAsync();

        api.Store.List(TestApi.Resource("v1", "namespaces")).Items.Select(value => value.NameOf())
            .ShouldBe(["default", "kube-node-lease", "kube-public", "kube-system"]);
        using var refused = await api.SendAsync("DELETE", "/api/v1/namespaces/kube-system");
        ((int)refused.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task What_lets_in_is_its_owners_alone()
    {
        using var directory = new TestDirectory();
        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet());

        foreach (var file in new[] { host.Kubeconfig, directory["api/identity.json"] })
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("/version", 200)]
    [InlineData("/livez", 200)]
    [InlineData("/readyz/ping", 200)]
    [InlineData("/api", 403)]
    [InlineData("/api/v1/nodes", 403)]
    public async Task Who_brings_no_token_may_only_ask_whether_it_lives(string path, int code)
    {
        await using var api = await TestApi.StartAsync();

        ((int)(await api.SendAsync("GET", path, token: "")).StatusCode).ShouldBe(code);
    }

    [Fact]
    public async Task Large_answers_are_compressed_for_who_can_read_that()
    {
        await using var api = await TestApi.StartAsync("developer");
        var text = new string('x', 200_000);
        api.Create("v1", "configmaps", "developer", $$"""{ "metadata": { "name": "a" }, "data": { "x": "{{text}}" } }""");

        using var response = await api.SendAsync("GET", "/api/v1/configmaps", header: ("Accept-Encoding", "gzip"));

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task A_connection_to_a_pod_needs_an_upgrade()
    {
        await using var api = await TestApi.StartAsync("developer");
        api.Create("v1", "pods", "developer", """{ "metadata": { "name": "a" } }""");

        using var exec = await api.SendAsync("GET", "/api/v1/namespaces/developer/pods/a/exec?command=x");
        ((int)exec.StatusCode).ShouldBe(400);
    }
}
