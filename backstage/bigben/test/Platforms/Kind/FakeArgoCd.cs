using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>Argo CD, which does at once what git says whenever it is asked to look: the annotation of an Application asks it.</summary>
internal sealed class FakeArgoCd : IAsyncDisposable
{
    internal static readonly ApiResource Resource = ResourceCatalog.Find("argoproj.io", "v1alpha1", "applications")!;

    private readonly FakeCluster _cluster;
    private readonly string _forge;
    private readonly string _namespace;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _following;
    private string _domain = PlatformHosts.Domain;

    internal FakeArgoCd(FakeCluster cluster, string forge, string ns)
    {
        (_cluster, _forge, _namespace) = (cluster, forge, ns);
        var (_, version) = cluster.Store.List(Resource);
        _following = FollowAsync(version);
    }

    /// <summary>What an Application's status says instead of being well: by name.</summary>
    internal ConcurrentDictionary<string, JsonObject> Sick { get; } = [];

    /// <summary>Applications that are people's own, which it leaves alone.</summary>
    internal HashSet<string> Kept { get; } = [];

    /// <summary>Whether it looks at git no more, whoever asks.</summary>
    internal bool Sleeps { get; set; }

    /// <summary>Makes the root Application, as the chart <c>backstage/cd/argo/root</c> does.</summary>
    /// <param name="values">The values that the chart gets.</param>
    internal void Install(IReadOnlyDictionary<string, string>? values = null)
    {
        var given = values ?? new Dictionary<string, string>();
        _domain = given.GetValueOrDefault("domain", PlatformHosts.Domain);
        var parameters = given.Where(value => value.Key != "platform").Select(value => (value.Key, value.Value));
        var root = Body("big-ben", _namespace, "environments", "main", [.. parameters]);
        root["spec"]!["source"]!["repoURL"] = given.GetValueOrDefault("repository", "");
        root["metadata"]!["labels"]!["bigben.localhost/platform"] = given.GetValueOrDefault("platform", "");
        _cluster.Apply(ResourceKind.Applications, _namespace, root);
        Reconcile("big-ben");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    private async Task FollowAsync(long version)
    {
        try
        {
            await foreach (var change in _cluster.Store.WatchAsync(Resource, _namespace, version, _end.Token))
            {
                var application = new Application(change.Value);
                if (application.Name == "big-ben" && _cluster.Find(ResourceKind.Applications, _namespace, "big-ben") is null)
                    Prune([]);
                else if (application.IsRefreshing && !Sleeps && _cluster.Store.Find(Resource, _namespace, application.Name) is not null)
                    Reconcile(application.Name);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The cluster is gone.
        }
    }

    private void Reconcile(string name)
    {
        if (name == "big-ben" && Directory.Exists(_forge))
            ReconcileRoot();
        var application = new Application(_cluster.Store.Find(Resource, _namespace, name)!.Value);
        var source = application.Source;
        if (application.IsService)
            _cluster.Deploy(application.Environment, application.Service);
        var revision = Directory.Exists(_forge) ? Git("rev-parse", $"{source.TargetRevision}^{{commit}}") : "hosted";
        var status = new JsonObject
        {
            ["sync"] = new JsonObject { ["status"] = "Synced", ["revision"] = revision },
            ["health"] = new JsonObject { ["status"] = "Healthy" },
            ["operationState"] = new JsonObject { ["phase"] = "Succeeded", ["finishedAt"] = "2026-01-01T00:00:00Z" },
        };
        if (application.IsService)
        {
            status["resources"] = new JsonArray(new JsonObject
            {
                ["group"] = "apps",
                ["version"] = "v1",
                ["kind"] = "Deployment",
                ["namespace"] = application.Environment,
                ["name"] = application.Service,
                ["status"] = "Synced",
            });
            status["summary"] = new JsonObject { ["externalURLs"] = new JsonArray($"http://{source.Host}/") };
        }

        foreach (var (field, value) in Sick.GetValueOrDefault(name) ?? [])
            status[field] = value!.DeepClone();
        _cluster.Change(ResourceKind.Applications, _namespace, name, body =>
        {
            body["status"] = status.DeepClone();
            body["metadata"]!["annotations"]?.AsObject().Remove(Application.RefreshAnnotation);
        });
    }

    private void ReconcileRoot()
    {
        var wanted = EnvironmentList.Parse(Git("show", $"main:{EnvironmentList.File}")).All.SelectMany(Recorded)
            .ToDictionary(body => $"{body["metadata"]!["name"]}");
        foreach (var body in wanted.Values)
        {
            if (_cluster.Apply(ResourceKind.Applications, _namespace, body))
                Reconcile($"{body["metadata"]!["name"]}");
        }

        Prune([.. wanted.Keys]);
    }

    // Its finalizer takes away what an Application made; the namespace stays, as with Argo CD.
    private void Prune(HashSet<string> wanted)
    {
        foreach (var known in _cluster.Store.List(Resource).Items.Select(body => new Application(body)))
        {
            if (known.IsService && !wanted.Contains(known.Name) && !Kept.Contains(known.Name))
            {
                _cluster.Delete(ResourceKind.Applications, _namespace, known.Name);
                _cluster.Delete(ResourceKind.Deployments, known.Environment, known.Service);
            }
        }
    }

    private IEnumerable<JsonObject> Recorded(DeliveryEnvironment environment)
    {
        // A new one has no file until something is recorded in it.
        var text = Git("show", $"main:{EnvironmentFile.PathOf(environment.Name)}");
        return EnvironmentFile.Parse(environment.Name, text.Length == 0 ? null : text).Services.Select(pair => Body(
            $"{environment.Name}-{pair.Key}",
            environment.Name,
            pair.Key,
            pair.Value.Revision,
            ("image.tag", pair.Value.Tag),
            ("image.digest", pair.Value.Digest),
            ("ingress.host", $"{environment.HostPrefix}.{pair.Key}.{_domain}")));
    }

    private JsonObject Body(
        string name, string ns, string release, string revision, params (string Name, string Value)[] parameters) =>
        JsonSerializer.SerializeToNode(new
        {
            apiVersion = "argoproj.io/v1alpha1",
            kind = "Application",
            metadata = new
            {
                name,
                @namespace = _namespace,
                labels = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "big-ben" },
            },
            spec = new
            {
                source = new
                {
                    targetRevision = revision,
                    helm = new
                    {
                        releaseName = release,
                        parameters = parameters.Select(item => new { name = item.Name, value = item.Value }),
                    },
                },
                destination = new { @namespace = ns },
            },
        })!.AsObject();

    private string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "--git-dir", _forge, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output.TrimEnd('\n');
    }
}
