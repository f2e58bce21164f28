using BigBen.Console;
using BigBen.Console.Endpoints;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>What verbs and the forge's hook ask a kind platform's process for: runs. What is in the cluster they ask the cluster.</summary>
internal static class KindApi
{
    public static RequestDelegate Create(PlatformRecord record, RunJournal journal, IPlatformActions actions) =>
        ConsoleApi.Create(record, routes =>
        {
            routes.MapGet(PlatformRoutes.Platform, () => TypedResults.Ok(new PlatformInfo(record.Build, record.ProcessId, record.Started)));
            RunsEndpoint.Map(routes, journal, actions);
            ProofsEndpoint.Map(routes, actions);
        });
}
