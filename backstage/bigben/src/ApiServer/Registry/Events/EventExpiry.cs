using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry.Events;

/// <summary>Takes away the events that nothing was added to for an hour, as Kubernetes does.</summary>
/// <param name="store">Where they are.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of what cannot be deleted.</param>
internal sealed class EventExpiry(IObjectStore store, TimeProvider clock, ILogger logger)
{
    /// <summary>How often it is worth looking.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Looks once. A timer calls this, whose exceptions would end the process.</summary>
    public void Sweep()
    {
        try
        {
            TakeAway();
        }
        catch (PlatformException e)
        {
            // A full disk: what is left waits for the next look.
            logger.EventsNotSwept(e, Every);
        }
    }

    private void TakeAway()
    {
        var bound = clock.GetUtcNow() - Lifetime;
        foreach (var value in store.List(Kinds.Events).Items.Where(value => LastWritten(value) < bound))
        {
            try
            {
                var unchanged = new DeleteOptions(ResourceVersion: value.Text("resourceVersion"));
                store.Delete(Kinds.Events, value.Text("namespace"), value.Text("name"), unchanged);
            }
            catch (StatusException)
            {
                // Written again or deleted meanwhile: the next look sees it as it then is.
            }
            catch (Exception e) when (e is not PlatformException)
            {
                // One that cannot be deleted keeps none of the others.
                logger.EventNotSwept(e, value.Text("namespace"), value.Text("name"));
            }
        }
    }

    private static DateTimeOffset? LastWritten(JsonElement value) => new[]
    {
        value.TimeAt("series", "lastObservedTime"),
        value.TimeAt("lastTimestamp"),
        value.TimeAt("eventTime"),
        value.TimeAt("metadata", "creationTimestamp"),
    }.Max();
}
