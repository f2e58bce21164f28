using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Storage;
using BigBen.Ingress.Routing;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Ingress.Routing;

public sealed class RoutingStateTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public RoutingStateTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, TimeProvider.System);
        Create("v1", "namespaces", "", """{ "metadata": { "name": "developer" } }""");
        Create("v1", "services", "developer", """
            { "metadata": { "name": "a" }, "spec": { "ports": [ { "port": 80 }, { "name": "other", "port": 81 } ] } }
            """);
        Create("discovery.k8s.io/v1", "endpointslices", "developer", Slice("a-1", "", 5001));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_is_there_is_known_at_once_and_endpoints_come_and_go_without_a_new_table()
    {
        await using var state = new RoutingState(_store);
        var table = state.Table;
        var (unnamed, other) = (table.Find("developer", "a")![0].Endpoints, table.Find("developer", "a")![1].Endpoints);
        unnamed.Next(null).ShouldBe(new PodEndpoint("a-1", "http://127.0.0.1:5001"));
        other.Next(null).ShouldBeNull();

        Create("discovery.k8s.io/v1", "endpointslices", "developer", Slice("a-2", "other", 5002));
        await Eventually.TrueAsync(() => Task.FromResult(other.Next(null)?.Pod == "a-2"));
        _store.Delete(TestApi.Resource("discovery.k8s.io/v1", "endpointslices"), "developer", "a-1");
        await Eventually.TrueAsync(() => Task.FromResult(unnamed.Next(null) is null));
        state.Table.ShouldBeSameAs(table);

        Create("v1", "services", "developer", """{ "metadata": { "name": "b" }, "spec": { "ports": [ { "port": 80 } ] } }""");
        await Eventually.TrueAsync(() => Task.FromResult(state.Table.Find("developer", "b") is not null));
        state.Table.Find("developer", "a")![1].Endpoints.ShouldBeSameAs(other);
    }

    private void Create(string apiVersion, string plural, string ns, string json) =>
        _store.Create(TestApi.Resource(apiVersion, plural), ns, JsonNode.Parse(json)!.AsObject());

    private static string Slice(string pod, string port, int hostPort) => $$"""
        {
          "metadata": { "name": "{{pod}}", "labels": { "kubernetes.io/service-name": "a" } },
          "endpoints": [ { "addresses": [ "127.0.0.1" ], "targetRef": { "name": "{{pod}}" } } ],
          "ports": [ { "name": "{{port}}", "port": {{hostPort}} } ]
        }
        """;
}
