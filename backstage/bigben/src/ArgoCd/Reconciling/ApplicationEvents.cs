using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Tells as Events what changed of an Application, in the words of Argo CD's application controller.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class ApplicationEvents(IObjectStore store, TimeProvider clock)
{
    private readonly EventRecorder _events = new(store, clock, "argocd-application-controller");

    /// <summary>Tells how an Application differs from what it was; nothing where it does not.</summary>
    public void Tell(JsonElement before, JsonElement after)
    {
        try
        {
            if (before.At("operation") is null && after.At("operation") is { } begun)
                TellStart(after, begun);
            if (before.At("operation") is not null && after.At("operation") is null && OperationState.Read(after) is { } ended)
                TellEnd(after, ended);
            foreach (var judged in new[] { "sync", "health" })
            {
                var (from, to) = (before.TextAt("status", judged, "status"), after.TextAt("status", judged, "status"));
                if (from != to)
                    _events.Normal(Kinds.Applications, after, "ResourceUpdated", $"Updated {judged} status: {from} -> {to}");
            }
        }
        catch (Exception e) when (e is StatusException or PlatformException)
        {
            // An event is a courtesy: what cannot be written, since the disk is full for one, is left out.
        }
    }

    // Whoever else asks for a sync tells it themselves, as Argo CD's API server does.
    private void TellStart(JsonElement application, JsonElement operation)
    {
        if (operation.FlagAt("initiatedBy", "automated"))
        {
            _events.Normal(
                Kinds.Applications, application, "OperationStarted",
                $"Initiated automated sync to '{operation.TextAt("sync", "revision")}'");
        }
    }

    private void TellEnd(JsonElement application, OperationState ended)
    {
        var what = ended.Operation.ItemsAt("sync", "resources").Any() ? "Partial sync operation" : "Sync operation";
        var where = ended.Source is null ? what : $"{what} to {ended.Revision}";
        if (ended.Phase == OperationPhase.Succeeded)
            _events.Normal(Kinds.Applications, application, "OperationCompleted", $"{where} succeeded");
        else
            _events.Warning(Kinds.Applications, application, "OperationCompleted", $"{where} failed: {ended.Message}");
    }
}
