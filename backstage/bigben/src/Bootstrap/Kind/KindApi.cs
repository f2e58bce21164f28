using System.Text.Json.Nodes;
using BigBen.Console;
using BigBen.Console.Endpoints;
using BigBen.Foundation;

namespace BigBen.Bootstrap.Kind;

/// <summary>The API of a kind platform's process: the same routes as on local, answered from what Argo CD says.</summary>
internal static class KindApi
{
    public static RequestDelegate Create(PlatformRecord record, KindSettings settings, RunJournal journal, IPlatformActions actions) =>
        ConsoleApi.Create(record, routes =>
        {
            var argo = new ArgoApplications(settings);
            routes.MapGet(PlatformRoutes.Platform, () => TypedResults.Ok(new PlatformInfo(record.Build, record.ProcessId, record.Started, [])));
            routes.MapGet(PlatformRoutes.Applications, async (CancellationToken cancellationToken) => TypedResults.Ok(new ApplicationList(
                [],
                [.. (await argo.ListAsync(cancellationToken)).Where(application => application.Name != KindSteps.Root).Select(application => Document(application, record.Port))])));
            // kubectl shows pods better than a copy could.
            routes.MapGet(PlatformRoutes.Pods, () => TypedResults.Ok(Array.Empty<PodDocument>()));
            routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/logs", (string name, int? tail, bool? follow, HttpContext http) =>
                KindLogs.CopyAsync(argo, settings, name, tail ?? 100, follow ?? false, http));
            RunsEndpoint.Map(routes, journal, actions);
            ProofsEndpoint.Map(routes, actions);
        });

    internal static ApplicationDocument Document(ArgoApplication application, int port)
    {
        var deployed = DateTimeOffset.TryParse(application.Text("status", "operationState", "finishedAt"), System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : (DateTimeOffset?)null;
        return new ApplicationDocument(
            (JsonObject)application.Body["metadata"]!.DeepClone(),
            (JsonObject)application.Body["spec"]!.DeepClone(),
            new ApplicationStatusDocument(
                new SyncDocument(application.Sync, application.Revision),
                new HealthDocument(application.Health.Status, application.Health.Message, deployed ?? default),
                null,
                [],
                [],
                [.. application.Errors.Select(error => new ConditionDocument("Error", error))],
                new SummaryDocument([$"http://{application.Host}:{port}"], application.Images)),
            new BigBenDocument(
                application.Namespace, application.Release, application.Version, application.Digest, application.TargetRevision, deployed, 0, 0));
    }
}
