using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;

namespace BigBen.Tests.ApiServer.Clients;

public sealed class InformerTests : IDisposable
{
    private static readonly ApiResource ConfigMaps = TestApi.Resource("v1", "configmaps");

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public InformerTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 3);
        _store = new ObjectStore(_storage, TimeProvider.System);
        _store.Create(TestApi.Resource("v1", "namespaces"), "", Named("x"));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_is_there_and_every_change_is_told()
    {
        Create("a");
        using var end = new CancellationTokenSource();
        var (seen, running) = Follow(end.Token);

        await NextAsync(seen, "+a");
        Create("b");
        await NextAsync(seen, "+b");
        _store.Update(ConfigMaps, "x", "b", value => With(value, "data"));
        await NextAsync(seen, "~b");
        _store.Delete(ConfigMaps, "x", "a");
        await NextAsync(seen, "-a");
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Who_was_too_slow_is_told_what_it_missed_even_what_is_gone()
    {
        Create("a");
        using var end = new CancellationTokenSource();
        using var slow = new SemaphoreSlim(0);
        var (seen, running) = Follow(end.Token, slow);
        await NextAsync(seen, "+a");

        // The history is of three writes: what the informer waits for is forgotten while it is held.
        _store.Delete(ConfigMaps, "x", "a");
        foreach (var name in new[] { "b", "c", "d", "e", "f" })
            Create(name);
        slow.Release(100);

        foreach (var told in new[] { "+b", "+c", "+d", "+e", "+f", "-a" })
            await NextAsync(seen, told);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    private (BlockingCollection<string> Seen, Task Running) Follow(CancellationToken cancellationToken, SemaphoreSlim? slow = null)
    {
        var seen = new BlockingCollection<string>();
        var informer = new Informer(_store, ConfigMaps, "x");
        return (seen, Task.Run(() => informer.RunAsync(
            (before, after) =>
            {
                seen.Add((before, after) switch
                {
                    (null, { } value) => $"+{value.NameOf()}",
                    ({ } value, null) => $"-{value.NameOf()}",
                    ({ } value, _) => $"~{value.NameOf()}",
                    _ => "?",
                });
                slow?.Wait(CancellationToken.None);
            },
            cancellationToken)));
    }

    private static async Task NextAsync(BlockingCollection<string> seen, string expected) =>
        (await Task.Run(() => seen.TryTake(out var found, TimeSpan.FromMinutes(1)) ? found : "nothing")).ShouldBe(expected);

    private void Create(string name) => _store.Create(ConfigMaps, "x", Named(name));

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonObject With(JsonObject value, string field)
    {
        value[field] = new JsonObject { ["x"] = "y" };
        return value;
    }
}
