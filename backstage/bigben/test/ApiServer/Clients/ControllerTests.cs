using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.ApiServer.Clients;

public sealed class ControllerTests : IDisposable
{
    private static readonly ApiResource Namespaces = TestApi.Resource("v1", "namespaces");
    private static readonly ApiResource ConfigMaps = TestApi.Resource("v1", "configmaps");

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public ControllerTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, TimeProvider.System);
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_holds_up_nothing_else()
    {
        var tries = 0;
        var (other, again) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var controller = Start((key, _) =>
        {
            if (key.Name == "good")
                other.TrySetResult();
            else if (++tries < 4)
                throw tries == 1 ? Failures.Modified(Namespaces, key.Name) : new InvalidOperationException("not yet");
            else
                again.TrySetResult();
            return Task.FromResult<TimeSpan?>(null);
        });

        Create("bad");
        Create("good");

        await Task.WhenAll(other.Task, again.Task).WaitAsync(TimeSpan.FromMinutes(1));
        tries.ShouldBe(4);
    }

    [Fact]
    public async Task What_asks_for_it_is_called_again_though_nothing_changes()
    {
        var calls = 0;
        var third = new TaskCompletionSource();
        await using var controller = Start((_, _) =>
        {
            if (++calls == 3)
                third.SetResult();
            return Task.FromResult<TimeSpan?>(calls < 3 ? TimeSpan.FromMilliseconds(1) : null);
        });

        Create("a");

        await third.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Nothing_is_reconciled_before_every_kind_has_been_listed()
    {
        var (listed, early, reconciled) = (false, false, new TaskCompletionSource());
        Create("a");
        _store.Create(ConfigMaps, "a", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "slow" } });

        await using var controller = new Controller("test", _store, TimeProvider.System, NullLogger.Instance, (_, _) =>
        {
            early = !Volatile.Read(ref listed);
            reconciled.TrySetResult();
            return Task.FromResult<TimeSpan?>(null);
        })
        .For(Namespaces)
        .Watches(ConfigMaps, _ =>
        {
            // As long as a worker that did not wait would need.
            reconciled.Task.Wait(TimeSpan.FromMilliseconds(300));
            Volatile.Write(ref listed, true);
            return [];
        })
        .Start();

        await reconciled.Task.WaitAsync(TimeSpan.FromMinutes(1));
        early.ShouldBeFalse();
    }

    private Controller Start(Func<NamespacedName, CancellationToken, Task<TimeSpan?>> reconcile) =>
        new Controller("test", _store, TimeProvider.System, NullLogger.Instance, reconcile).For(Namespaces).Start();

    private void Create(string name) => _store.Create(Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
}
