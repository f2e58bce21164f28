using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>Deletes Jobs, with all that they own, a while after they have finished.</summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
internal sealed class TimeToLiveController(IObjectStore store, TimeProvider clock)
{
    /// <summary>Deletes one Job when its time has come.</summary>
    /// <returns>How long until then.</returns>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.Jobs, key.Namespace, key.Name) is not { } value || value.IsTerminating())
            return null;
        var job = new Job(value);
        if (job.Finished?.TimeAt("lastTransitionTime") + job.TimeToLive - clock.GetUtcNow() is not { } left)
            return null;
        if (left > TimeSpan.Zero)
            return left;
        store.DeleteIfThere(Kinds.Jobs, value, "Foreground");
        return null;
    }
}
