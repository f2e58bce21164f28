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
            routes.MapGet(PlatformRoutes.Applications, async (CancellationToken cancellationToken) =>
            {
                var services = await ClusterServices.ReadAsync(settings, cancellationToken);
                var applications = (await argo.ListAsync(cancellationToken)).Where(application => application.Name != KindSteps.Root);
                return TypedResults.Ok(new ApplicationList([], [.. applications.Select(application => Document(application, services, record.Port))]));
            });
            routes.MapGet(PlatformRoutes.Pods, async (CancellationToken cancellationToken) =>
                TypedResults.Ok((await ClusterServices.ReadAsync(settings, cancellationToken)).Pods.Select(pod => pod.Document())));
            routes.MapGet($"{PlatformRoutes.Applications}/{{name}}/logs", (string name, int? tail, bool? follow, HttpContext http) =>
                KindLogs.CopyAsync(argo, settings, name, tail ?? 100, follow ?? false, http));
            RunsEndpoint.Map(routes, journal, actions);
            ProofsEndpoint.Map(routes, actions);
        });

    internal static ApplicationDocument Document(ArgoApplication application, ClusterServices services, int port)
    {
        var (wanted, ready) = services.ReplicasOf(application.Namespace, application.Release);
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
                application.Namespace, application.Release, application.Version, application.Digest, application.TargetRevision, deployed, wanted, ready));
    }
}
