using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Storage;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Git;

namespace BigBen.Tests.ArgoCd.Sync;

/// <summary>The steps of one Application's sync in a real store; what git would say is given.</summary>
internal sealed class TestSync : IDisposable
{
    /// <summary>What git is at.</summary>
    public const string Revision = "commit";

    private const string Spec =
        """
        {
          "source": { "repoURL": "file:///forge.git", "path": "chart" },
          "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" },
          "ignoreDifferences": [{ "group": "", "kind": "ConfigMap", "jsonPointers": ["/data/theirs"] }]
        }
        """;

    private readonly TempFolder _folder = new();
    private readonly ObjectStorage _storage;
    private IReadOnlyList<TaskResult> _results = [];

    public TestSync()
    {
        _storage = ObjectStorage.Open(_folder["objects.db"], history: 1000);
        Store = new ObjectStore(_storage, TimeProvider.System);
        Store.Create(TestApi.Resource("v1", "namespaces"), "", Named("developer"));
    }

    public IObjectStore Store { get; }

    /// <summary>A ConfigMap of git.</summary>
    public static string ConfigMap(string name, string data, string options = "", string more = "") =>
        $$"""
        {
          "apiVersion": "v1", "kind": "ConfigMap", "data": {{data}}{{more}},
          "metadata": { "name": "{{name}}", "annotations": { "argocd.argoproj.io/sync-options": "{{options}}" } }
        }
        """;

    /// <summary>A Job of git that is a hook.</summary>
    public static string Hook(string name, string phase, int wave = 0, string policy = "BeforeHookCreation") =>
        $$"""
        {
          "apiVersion": "batch/v1", "kind": "Job",
          "metadata": {
            "name": "{{name}}",
            "annotations": {
              "argocd.argoproj.io/hook": "{{phase}}", "argocd.argoproj.io/sync-wave": "{{wave}}",
              "argocd.argoproj.io/hook-delete-policy": "{{policy}}"
            }
          },
          "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "a", "image": "b" }] } } }
        }
        """;

    public JsonElement? Find(string name, string apiVersion = "v1", string plural = "configmaps") =>
        Store.Find(TestApi.Resource(apiVersion, plural), "developer", name);

    /// <summary>Begins an operation, as its <c>sync</c>, with these objects in git.</summary>
    public SyncProgress Begin(string sync, params string[] objects)
    {
        _results = [];
        return Step(sync, objects);
    }

    /// <summary>Takes the next step of one that has begun.</summary>
    public SyncProgress Step(string sync, string[] objects, bool isConfirmed = false, bool terminates = false)
    {
        var (application, project, comparison) = Compare(objects);
        var request = SyncRequest.Read(JsonDocument.Parse($$"""{ "sync": {{sync}} }""").RootElement) with
        {
            IsPruneConfirmed = isConfirmed,
        };
        var tasks = new SyncTasks(Store).Build(application, request, comparison, _results);
        var step = new SyncStep(new TaskRunner(project, new Applier(Store), request), request);
        var progress = terminates ? step.Terminate(tasks) : step.Run(tasks);
        _results = progress.Results;
        return progress;
    }

    /// <summary>What comes of these objects in git by itself, after a sync to a revision.</summary>
    public AutoSyncDecision Decide(OperationPhase phase, string revision, string message, params string[] objects)
    {
        var (application, project, comparison) = Compare(objects);
        var last = new OperationState
        {
            Operation = default,
            StartedAt = default,
            Phase = phase,
            Message = message,
            Revision = revision,
            Source = application.SourceJson,
        };
        return new AutoSync(TimeProvider.System).Decide(
            application with { SyncPolicy = application.SyncPolicy with { Automated = true } }, project, comparison, last);
    }

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    private (Application Application, AppProject Project, AppComparison Comparison) Compare(string[] objects)
    {
        var spec = JsonDocument.Parse(Spec).RootElement;
        var application = Application.Read(JsonDocument.Parse($$"""{ "metadata": { "name": "a" }, "spec": {{Spec}} }""").RootElement) with
        {
            IgnoredDifferences = IgnoredDifferences.Read(spec),
        };
        var project = new AppProject(JsonSerializer.SerializeToElement(DefaultProject()));
        var manifests = objects.Select(text => Manifest.Of(JsonNode.Parse(text)!.AsObject(), "a test", "developer"));
        var target = new Target(
            Revision, application.SourceJson, application.DestinationJson, [.. manifests.Select(one => TargetObject.Of("a", one))], null);
        return (application, project, new Comparer(Store).Compare(application, project, target));
    }

    private static JsonObject DefaultProject() => BigBen.ArgoCd.RootApplication.DefaultProject();

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };
}
