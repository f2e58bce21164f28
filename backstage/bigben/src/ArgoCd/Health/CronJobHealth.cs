using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>CronJobs, by their last run, in the words of Argo CD's own check.</summary>
internal static class CronJobHealth
{
    public static HealthStatus Of(JsonElement live)
    {
        if (live.FlagAt("spec", "suspend"))
            return new HealthStatus(HealthCode.Suspended, "CronJob is Suspended");
        if (live.At("status") is null)
            return new HealthStatus(HealthCode.Progressing, "Waiting for CronJob");
        if (live.TimeAt("status", "lastScheduleTime") is not { } scheduled)
            return new HealthStatus(HealthCode.Healthy, "CronJob has not been scheduled yet");
        if (live.TimeAt("status", "lastSuccessfulTime") is not { } succeeded)
            return new HealthStatus(HealthCode.Healthy, "The Cronjob never completed succesfully. It may not be healthy");
        if (live.ItemsAt("status", "active").Any())
            return new HealthStatus(HealthCode.Healthy, "The job is running. Its last execution may not have been successful");
        return succeeded < scheduled
            ? new HealthStatus(HealthCode.Degraded, "CronJob has not completed its last execution successfully")
            : new HealthStatus(HealthCode.Healthy, "CronJob has completed its last execution successfully");
    }
}
