using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;

namespace BigBen.Kubelet.Events;

/// <summary>Writes events of pods as the kubelet and the scheduler do.</summary>
/// <param name="store">Where events are kept.</param>
/// <param name="clock">Tells when something happens.</param>
/// <param name="logger">Told of what could not be written.</param>
internal sealed class PodEvents(IObjectStore store, TimeProvider clock, ILogger logger)
{
    private readonly EventRecorder _kubelet = new(store, clock, "kubelet", NodeAgent.NodeName);
    private readonly EventRecorder _scheduler = new(store, clock, "default-scheduler");

    /// <summary>Writes that something happened. An event is a courtesy: what cannot be written is logged and left out.</summary>
    public void Record(PodEvent happened)
    {
        try
        {
            var recorder = happened.IsOfScheduler ? _scheduler : _kubelet;
            recorder.Record(happened.About(), happened.IsWarning, happened.Reason, happened.Message);
        }
        catch (Exception e) when (e is StatusException or PlatformException)
        {
            // The disk is full, for one.
            logger.EventNotWritten(e, happened.Reason, happened.Pod);
        }
    }
}
