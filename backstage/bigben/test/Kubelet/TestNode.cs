using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;
using BigBen.Kubelet.Processes;
using BigBen.Manifests;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet;

/// <summary>
/// A kubelet over a store of its own, in a folder of its own, with images that run a shell or the test program; everything is ended and
/// deleted afterwards.
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const string Namespace = "developer";

    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string[] StatusLists = ["containerStatuses", "initContainerStatuses"];

    private readonly ObjectStorage _storage;
    private readonly NodeAgent _agent;
    private readonly Revision _start;

    private TestNode(
        string directory,
        ObjectStorage storage,
        Revision start,
        NodeAgent agent,
        TestImages images,
        PodLogs logs,
        ContainerRuntime containers,
        NodeUsage usage)
    {
        _storage = storage;
        _start = start;
        _agent = agent;
        Store = new ObjectStore(storage, TimeProvider.System);
        Directory = directory;
        Images = images;
        Logs = logs;
        Containers = containers;
        Usage = usage;
    }

    public ObjectStore Store { get; }

    public NodeAgent Agent => _agent;

    public string Directory { get; }

    public TestImages Images { get; }

    public PodLogs Logs { get; }

    public ContainerRuntime Containers { get; }

    public NodeUsage Usage { get; }

    /// <summary>The marks of this node's processes.</summary>
    public IReadOnlyList<ProcessIdentity> Processes => ProcessesOf(Directory);

    /// <summary>Waits until so many processes run: one that exchanges its program (<c>exec</c>) has no marks to be read.</summary>
    public Task ProcessesAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(Processes.Count == count));

    /// <summary>Starts one.</summary>
    /// <param name="with">Changes how it works.</param>
    /// <param name="directory">The folder of a predecessor; a new one by default.</param>
    /// <param name="through">What the kubelet has in place of the store.</param>
    public static async Task<TestNode> StartAsync(
        Func<KubeletOptions, KubeletOptions>? with = null,
        string? directory = null,
        Func<IObjectStore, IObjectStore>? through = null)
    {
        directory ??= NewDirectory();
        var storage = ObjectStorage.Open(Path.Combine(directory, "objects.db"), history: 100_000);
        var store = new ObjectStore(storage, TimeProvider.System);
        if (store.Find(Namespaces, "", Namespace) is null)
            store.Create(Namespaces, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
        var start = storage.Current;
        var images = new TestImages();
        var logs = new PodLogs(Path.Combine(directory, "logs"), TimeProvider.System);
        var containers = new ContainerRuntime();
        var usage = new NodeUsage(TimeProvider.System);
        var options = Options(directory, images);
        try
        {
            var agent = await NodeAgent.StartAsync(
                through?.Invoke(store) ?? store, with?.Invoke(options) ?? options, logs, containers, usage, CancellationToken.None);
            return new TestNode(directory, storage, start, agent, images, logs, containers, usage);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    public static string NewDirectory() => System.IO.Directory.CreateTempSubdirectory("bigben-").FullName;

    public static IReadOnlyList<ProcessIdentity> ProcessesOf(string directory) =>
        ProcessIdentity.WithVariable(Leftovers.ClusterVariable, Leftovers.IdOf(Path.Combine(directory, "kubelet")));

    public void Apply(string yaml)
    {
        foreach (var manifest in Manifest.ParseAll(yaml, "test.yaml", Namespace))
        {
            var resource = ResourceCatalog.Find("", "v1", $"{manifest.Key.Kind.ToLowerInvariant()}s")!;
            Store.Create(resource, Namespace, (JsonObject)manifest.Body.DeepClone());
        }
    }

    public void Delete(string pod, long? grace = null) =>
        Store.Delete(Kinds.Pods, Namespace, pod, new DeleteOptions(GracePeriodSeconds: grace));

    public JsonElement? Find(string pod) => Store.Find(Kinds.Pods, Namespace, pod);

    /// <summary>The pod's only container's status; nothing where there is none.</summary>
    public JsonElement Container(string pod) => Find(pod)?.ItemsAt("status", "containerStatuses").FirstOrDefault() ?? default;

    /// <summary>The status of one of a pod's containers, init containers included; nothing where there is none.</summary>
    public JsonElement Container(string pod, string container) =>
        StatusLists.SelectMany(list => Find(pod)?.ItemsAt("status", list) ?? [])
            .FirstOrDefault(status => status.TextAt("name") == container);

    /// <summary>What a condition of a pod says: its status, reason and message.</summary>
    public string? Condition(string pod, string type) => Find(pod)?.ItemsAt("status", "conditions")
        .Where(condition => condition.TextAt("type") == type)
        .Select(condition => $"{condition.TextAt("status")} {condition.TextAt("reason")} {condition.TextAt("message")}".Trim())
        .FirstOrDefault();

    public bool IsReady(string pod) => Find(pod)?.HasCondition("Ready") is true;

    /// <summary>Why the pod's container waits; null while it does not.</summary>
    public string? Waits(string pod) => Container(pod).TextAt("state", "waiting", "reason");

    public string TemporaryOf(string pod, string container = "main") =>
        Path.Combine(Directory, "kubelet", "pods", Find(pod)!.Value.Text("uid"), "containers", container, "tmp");

    /// <summary>The host port of a container port.</summary>
    public int PortOf(string pod, int containerPort) =>
        JsonNode.Parse(Find(pod)!.Value.TextAt("metadata", "annotations", "bigben.localhost/ports")!)![$"{containerPort}"]!.GetValue<int>();

    public IReadOnlyList<JsonElement> Events(string pod) =>
        [.. Store.List(Kinds.Events, Namespace).Items.Where(happened => happened.TextAt("involvedObject", "name") == pod)];

    /// <summary>What was told of the pod, in the order in which it first happened: <c>Normal Started: Container started</c>.</summary>
    public IEnumerable<string> Told(string pod) =>
        Events(pod).Select(happened => $"{happened.TextAt("type")} {happened.TextAt("reason")}: {happened.TextAt("message")}");

    public bool Happened(string pod, string reason, string message) => Events(pod).Any(happened =>
        happened.TextAt("reason") == reason && happened.TextAt("message")!.Contains(message, StringComparison.Ordinal));

    /// <summary>Every form that a pod has had since the start, the first one first.</summary>
    public async Task<IReadOnlyList<JsonElement>> HistoryAsync(string pod)
    {
        var forms = new List<JsonElement>();
        for (var revision = _start; revision.Version < Store.Current.Version;)
        {
            revision = (await Store.NextAsync(revision, Timeout.InfiniteTimeSpan, CancellationToken.None))!;
            if (revision.Change is { } change && change.After.Key is { Resource: "pods" } key && key.Name == pod)
                forms.Add(change.After.Value);
        }

        return forms;
    }

    /// <summary>Waits for a condition of the store; fails with what there is instead.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Deadline);
        try
        {
            for (var revision = Store.Current; !condition();)
                revision = (await Store.NextAsync(revision, Timeout.InfiniteTimeSpan, late.Token))!;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It never came to that. {Describe()}");
        }
    }

    public Task ReadyAsync(string pod) => UntilAsync(() => IsReady(pod));

    public Task GoneAsync(string pod) => UntilAsync(() => Find(pod) is null);

    /// <summary>Waits until a pod has written a file into its TMPDIR, and gives its text.</summary>
    public async Task<string> FileAsync(string pod, string name, string container = "main")
    {
        await UntilAsync(() => Find(pod) is not null);
        var path = Path.Combine(TemporaryOf(pod, container), name);
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Deadline)
        {
            if (File.Exists(path) && await File.ReadAllTextAsync(path) is { } text && text.EndsWith('\n'))
                return text;
            await Task.Delay(10);
        }

        throw new TimeoutException($"The pod did not write {name}. {Describe()}");
    }

    /// <summary>The pod's process: the oldest, for the system's numbers begin anew now and then.</summary>
    public ProcessIdentity ProcessOf(string pod)
    {
        var uid = Find(pod)!.Value.Text("uid");
        return ProcessIdentity.WithVariable(Leftovers.PodVariable, uid)
            .MinBy(process => (long.Parse(process.Started.Split('/')[^1], CultureInfo.InvariantCulture), process.Pid))!;
    }

    /// <summary>Reads the pod's log as <c>kubectl logs</c> would; null where there is none.</summary>
    public async Task<string?> LogAsync(string pod, Func<LogOptions, LogOptions>? with = null)
    {
        var options = new LogOptions("main", false, false, false, null, null, null);
        await using var stream = await Logs.OpenAsync(Find(pod)!.Value, with?.Invoke(options) ?? options, CancellationToken.None);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Ends the kubelet and closes the store, but keeps the folder for a successor.</summary>
    public async Task CloseAsync()
    {
        await _agent.DisposeAsync();
        _storage.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static ApiResource Namespaces => ResourceCatalog.Find("", "v1", "namespaces")!;

    private static KubeletOptions Options(string directory, TestImages images) => new()
    {
        Directory = Path.Combine(directory, "kubelet"),
        Images = images,
        Environment = (_, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        RestartBackOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        ImageBackOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
    };

    private string Describe()
    {
        var text = new StringBuilder();
        foreach (var pod in Store.List(Kinds.Pods).Items)
            text.AppendLine(CultureInfo.InvariantCulture, $"{pod.Text("name")}: {pod.At("status")}");
        foreach (var told in Store.List(Kinds.Events).Items)
            text.AppendLine(CultureInfo.InvariantCulture, $"{told.TextAt("reason")} {told.TextAt("message")} x{told.NumberAt("count")}");
        return text.ToString();
    }
}
