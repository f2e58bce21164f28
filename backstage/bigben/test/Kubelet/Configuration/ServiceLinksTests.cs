using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Storage;
using BigBen.Kubelet.Configuration;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubelet.Configuration;

public sealed class ServiceLinksTests : IDisposable
{
    private const string Ns = "developer";

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public ServiceLinksTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, TimeProvider.System);
        _store.Create(TestApi.Resource("v1", "namespaces"), "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Ns } });
        Service("my-db", """ "ports": [ { "name": "tcp-sql", "port": 5432 }, { "name": "web", "port": 80 } ] """);
        Service("headless", """ "clusterIP": "None", "ports": [ { "port": 1 } ] """);
        Service("elsewhere", """ "type": "ExternalName", "externalName": "db.test", "ports": [ { "port": 1 } ] """);
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_Service_that_is_reached_by_TCP_has_the_variables_of_Kubernetes_with_its_address() =>
        Of(new Dictionary<int, int> { [5432] = 5432, [80] = 80 }).ShouldBe([
            "MY_DB_PORT=tcp://127.96.1.2:5432",
            "MY_DB_PORT_5432_TCP=tcp://127.96.1.2:5432",
            "MY_DB_PORT_5432_TCP_ADDR=127.96.1.2",
            "MY_DB_PORT_5432_TCP_PORT=5432",
            "MY_DB_PORT_5432_TCP_PROTO=tcp",
            "MY_DB_PORT_80_TCP=tcp://127.96.1.2:80",
            "MY_DB_PORT_80_TCP_ADDR=127.96.1.2",
            "MY_DB_PORT_80_TCP_PORT=80",
            "MY_DB_PORT_80_TCP_PROTO=tcp",
            "MY_DB_SERVICE_HOST=127.96.1.2",
            "MY_DB_SERVICE_PORT=5432",
            "MY_DB_SERVICE_PORT_TCP_SQL=5432",
            "MY_DB_SERVICE_PORT_WEB=80",
        ]);

    [Fact]
    public void Ports_that_stand_for_those_of_the_Service_are_told_by_their_numbers()
    {
        var links = Of(new Dictionary<int, int> { [5432] = 41000, [80] = 41001 });

        links.ShouldContain("MY_DB_SERVICE_PORT=41000");
        links.ShouldContain("MY_DB_SERVICE_PORT_WEB=41001");
        links.ShouldContain("MY_DB_PORT_5432_TCP_PORT=41000");
        links.ShouldContain("MY_DB_PORT=tcp://127.96.1.2:41000");
    }

    private IEnumerable<string> Of(Dictionary<int, int> ports) =>
        ServiceLinks.Of(_store, Ns, [new TcpAddress(new NamespacedName(Ns, "my-db"), "127.96.1.2", ports)])
            .Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal);

    private void Service(string name, string spec) => _store.Create(TestApi.Resource("v1", "services"), Ns, JsonNode.Parse(
        $$"""{ "metadata": { "name": "{{name}}" }, "spec": { {{spec}} } }""")!.AsObject());
}
