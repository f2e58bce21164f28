using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Controllers;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Controllers;

public sealed class ClaimsTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;
    private readonly JsonElement _owner;

    public ClaimsTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 5000);
        _store = new ObjectStore(_storage, TimeProvider.System);
        _store.Create(Kinds.Namespaces, "", TestCluster.Parse($$"""{ "metadata": { "name": "{{TestCluster.Namespace}}" } }"""));
        _owner = Create();
        _store.Create(Kinds.Pods, TestCluster.Namespace, TestCluster.Parse("""
            { "metadata": { "name": "a-1", "labels": { "app": "a" } }, "spec": { "containers": [{ "name": "main", "image": "web:1" }] } }
            """));
    }

    [Fact]
    public void What_nobody_has_is_taken()
    {
        Claim().NameOf().ShouldBe("a-1");

        Owner().ShouldBe(_owner.Text("uid"));
    }

    [Fact]
    public void An_owner_that_was_deleted_since_it_was_read_takes_nothing()
    {
        _store.Delete(Kinds.Deployments, TestCluster.Namespace, "a", new DeleteOptions(GracePeriodSeconds: 0));

        Claimed().ShouldBeEmpty();

        Owner().ShouldBeNull();
    }

    [Fact]
    public void Nor_does_one_whose_name_another_has_by_now()
    {
        _store.Delete(Kinds.Deployments, TestCluster.Namespace, "a", new DeleteOptions(GracePeriodSeconds: 0));
        Create();

        Claimed().ShouldBeEmpty();

        Owner().ShouldBeNull();
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    private JsonElement Create() => _store.Create(
        Kinds.Deployments, TestCluster.Namespace, TestCluster.Parse(TestCluster.Deployment("a", 1)));

    private JsonElement Claim() => Claimed().ShouldHaveSingleItem();

    private IReadOnlyList<JsonElement> Claimed() => new Claims(_store).Claim(Kinds.Deployments, _owner, Kinds.Pods);

    private string? Owner() => _store.List(Kinds.Pods, TestCluster.Namespace).Items
        .ShouldHaveSingleItem().ItemsAt("metadata", "ownerReferences").SingleOrDefault().TextAt("uid");
}
