using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Foundation;
using BigBen.Tests.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ApiServer.Registry.Events;

public sealed class EventExpiryTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ManualClock _clock = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public EventExpiryTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, _clock);
        _store.Create(TestApi.Resource("v1", "namespaces"), "", Parse("""{ "metadata": { "name": "developer" } }"""));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Events_go_an_hour_after_they_were_last_written()
    {
        Create("""{ "metadata": { "name": "old" }, "lastTimestamp": "2026-01-01T00:30:00Z" }""");
        Create("""{ "metadata": { "name": "older" } }""");
        _clock.Advance(TimeSpan.FromMinutes(61));

        Sweep(_store);

        Left().ShouldBe(["old"]);
    }

    // No client can make one any more; they may be there from a version before.
    [Fact]
    public void An_event_whose_finalizers_are_not_text_goes_too()
    {
        Create("""{ "metadata": { "name": "a", "finalizers": [null] } }""");
        _clock.Advance(TimeSpan.FromMinutes(61));

        Sweep(_store);

        Left().ShouldBeEmpty();
    }

    // Called by a timer, whose exceptions end the process.
    [Fact]
    public void Events_that_a_full_disk_does_not_let_go_wait_for_the_next_look()
    {
        Create("""{ "metadata": { "name": "a" } }""");
        _clock.Advance(TimeSpan.FromMinutes(61));

        Should.NotThrow(() => Sweep(
            new Failing(_store, "a", new PlatformException("It cannot be written: database or disk is full."))));

        Left().ShouldBe(["a"]);
    }

    [Fact]
    public void An_event_that_cannot_be_deleted_keeps_no_other()
    {
        Create("""{ "metadata": { "name": "a" } }""");
        Create("""{ "metadata": { "name": "b" } }""");
        _clock.Advance(TimeSpan.FromMinutes(61));

        Should.NotThrow(() => Sweep(new Failing(_store, "a", new InvalidOperationException())));

        Left().ShouldBe(["a"]);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private void Create(string json) => _store.Create(Kinds.Events, "developer", Parse(json));

    private void Sweep(IObjectStore store) => new EventExpiry(store, _clock, NullLogger.Instance).Sweep();

    private IEnumerable<string> Left() => _store.List(Kinds.Events).Items.Select(value => value.NameOf());

    /// <summary>A store that does not delete one object.</summary>
    private sealed class Failing(IObjectStore store, string kept, Exception why) : IObjectStore
    {
        public JsonElement? Find(ApiResource resource, string ns, string name) => store.Find(resource, ns, name);

        public (IReadOnlyList<JsonElement> Items, long Version) List(ApiResource resource, string? ns = null) => store.List(resource, ns);

        public IAsyncEnumerable<WatchEvent> WatchAsync(
            ApiResource resource, string? ns, long version, CancellationToken cancellationToken) =>
            store.WatchAsync(resource, ns, version, cancellationToken);

        public JsonElement Create(ApiResource resource, string ns, JsonObject value, WriteOptions? options = null) =>
            store.Create(resource, ns, value, options);

        public JsonElement Update(
            ApiResource resource, string ns, string name, Func<JsonObject, JsonObject> change, WriteOptions? options = null) =>
            store.Update(resource, ns, name, change, options);

        public Deletion Delete(ApiResource resource, string ns, string name, DeleteOptions? options = null) =>
            name == kept ? throw why : store.Delete(resource, ns, name, options);
    }
}
