using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Clients;

/// <summary>
/// A control loop: watches kinds, and has one worker reconcile each object that a change concerns, one at a time, once every kind has been
/// listed. What fails is logged and tried again, later every time; a conflict with another writer is tried again at once. Nothing ends the
/// loop but its disposal.
/// </summary>
/// <param name="name">The loop's name in the log.</param>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of what fails.</param>
/// <param name="reconcile">
/// Brings one object closer to what is asked for; answers after what time it is to be called again though nothing changes, null for never.
/// </param>
internal sealed class Controller(
    string name,
    IObjectStore store,
    TimeProvider clock,
    ILogger logger,
    Func<NamespacedName, CancellationToken, Task<TimeSpan?>> reconcile) : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan WatchAgain = TimeSpan.FromSeconds(1);

    private readonly WorkQueue<NamespacedName> _queue = new(clock);
    private readonly List<(Informer Informer, Action<JsonElement?, JsonElement?> Changed)> _watches = [];
    private readonly Dictionary<NamespacedName, int> _failures = [];
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Reconciles each object of a kind.</summary>
    public Controller For(ApiResource resource) => Watches(resource, value => [NamespacedName.Of(value)]);

    /// <summary>Reconciles the controlling owner of each object of a kind.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="owner">The kind of the owner.</param>
    public Controller Owns(ApiResource resource, ApiResource owner) => Watches(
        resource,
        value => OwnerReference.ControllerOf(value) is { } found && found.Refers(owner)
            ? [new NamespacedName(value.Text("namespace"), found.Name)]
            : []);

    /// <summary>Reconciles what the objects of a kind concern.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="concerned">
    /// Given an object, what it concerns. Asked for the object as it was and as it is, for it may concern others now.
    /// </param>
    public Controller Watches(ApiResource resource, Func<JsonElement, IEnumerable<NamespacedName>> concerned)
    {
        _watches.Add((new Informer(store, resource), (before, after) =>
        {
            foreach (var key in Concerned(before).Concat(Concerned(after)))
                _queue.Add(key);
        }
        ));
        return this;

        IEnumerable<NamespacedName> Concerned(JsonElement? value) => value is { } found ? concerned(found) : [];
    }

    /// <summary>Reconciles an object though nothing changed.</summary>
    public void Enqueue(NamespacedName key) => _queue.Add(key);

    /// <summary>Reconciles an object after a while though nothing changed.</summary>
    public void EnqueueAfter(NamespacedName key, TimeSpan delay) => _queue.AddAfter(key, delay);

    /// <summary>Begins.</summary>
    public Controller Start()
    {
        _running = Task.WhenAll([
            .. _watches.Select(watch => Task.Run(() => FollowAsync(watch.Informer, watch.Changed, _end.Token))),
            Task.Run(() => WorkAsync(_end.Token)),
        ]);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }

        _queue.Dispose();
        _end.Dispose();
    }

    private async Task FollowAsync(Informer informer, Action<JsonElement?, JsonElement?> changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await informer.RunAsync(changed, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.WatchFailed(e, name, WatchAgain);
                await Task.Delay(WatchAgain, clock, cancellationToken);
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        // An owner that goes before its kind is watched would leave for ever what has been looked at already.
        await Task.WhenAll(_watches.Select(watch => watch.Informer.Synced)).WaitAsync(cancellationToken);
        while (true)
        {
            var key = await _queue.TakeAsync(cancellationToken);
            try
            {
                var again = await reconcile(key, cancellationToken);
                _failures.Remove(key);
                if (again is { } delay)
                    _queue.AddAfter(key, delay);
            }
            catch (StatusException e) when (e.Reason == StatusReason.Conflict)
            {
                _queue.Add(key);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                var delay = DelayAfterFailure(key);
                logger.ReconcileFailed(e, name, key, delay);
                _queue.AddAfter(key, delay);
            }
        }
    }

    // As client-go's default rate limiter, but for its longest wait, which is 1,000 s there.
    private TimeSpan DelayAfterFailure(NamespacedName key)
    {
        var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
        return failures > 20 ? LongestDelay : TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << (failures - 1), LongestDelay.Ticks));
    }
}
