using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Logs;

/// <summary>Looks after the logs: once a second for those that are being written, and deletes those of pods that are long gone.</summary>
internal static class LogTender
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Works until cancelled.</summary>
    public static async Task RunAsync(KubeletServices services, PodWorkers workers, CancellationToken cancellationToken)
    {
        IReadOnlySet<string>? before = null;
        while (true)
        {
            await CoalescedDelay.WaitAsync(Period, services.Clock, cancellationToken);
            services.Logs.Tend(services.Options.LogBytes, services.Logger.LogNotTended);
            var running = workers.Uids;
            if (before?.SetEquals(running) is not true)
                Prune(services);
            before = running;
        }
    }

    // A pod that has ended keeps its log as long as it is there.
    private static void Prune(KubeletServices services)
    {
        try
        {
            var pods = services.Store.List(Kinds.Pods).Items.Select(pod => pod.Text("uid")).ToHashSet();
            services.Logs.Prune(pods, services.Options.LogsKept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.Logger.LogNotTended(e, "of gone pods");
        }
    }
}
