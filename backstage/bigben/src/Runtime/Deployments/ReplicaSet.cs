using System.Text;
using System.Text.Json.Nodes;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>The pods of one template of a Deployment.</summary>
internal sealed class ReplicaSet
{
    // The letters of Kubernetes' generated names: no vowels and no look-alikes (k8s.io/apimachinery/pkg/util/rand).
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public ReplicaSet(string deployment, string hash, JsonObject template, SpecContext context)
    {
        Hash = hash;
        Name = $"{deployment}-{hash}";
        var root = new Fields(template, "spec.template", context);
        var metadata = root.RequiredMapping("metadata");
        Labels = new Dictionary<string, string>(metadata.TextMap("labels")) { ["pod-template-hash"] = hash };
        Annotations = metadata.TextMap("annotations");
        Spec = PodSpec.Read(root.RequiredMapping("spec"));
    }

    public string Name { get; }

    public string Hash { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyDictionary<string, string> Annotations { get; }

    public PodSpec Spec { get; }

    /// <summary>How many pods it is to have.</summary>
    public int Replicas { get; set; }

    /// <summary>Every pod of it, those that are being ended too.</summary>
    public List<Pod> Pods { get; } = [];

    public IEnumerable<Pod> Active => Pods.Where(pod => !pod.IsTerminating);

    public int Ready => Active.Count(pod => pod.Status.Ready);

    public int Available(TimeSpan minReady, DateTimeOffset now) =>
        Active.Count(pod => pod.Status is { Ready: true, ReadySince: { } since } && now - since >= minReady);

    /// <summary>The hash of a template: ten letters that may stand in a name.</summary>
    public static string HashOf(JsonObject template)
    {
        var hash = Manifest.HashOf(template);
        var text = new StringBuilder(10);
        for (var i = 0; i < 10; i++)
            text.Append(Letters[Convert.ToInt32(hash.Substring(i * 4, 4), 16) % Letters.Length]);
        return text.ToString();
    }

    /// <summary>A pod's name that no other pod has.</summary>
    public string NewPodName(Func<string, bool> isTaken)
    {
        string name;
        do
            name = $"{Name}-{new string(Random.Shared.GetItems<char>(Letters, 5))}";
        while (isTaken(name));
        return name;
    }

    /// <summary>Which pods go first: those that do not run, then unready, then often restarted, then young ones.</summary>
    public IEnumerable<Pod> ToStop(int count) =>
        Active.OrderBy(pod => pod.Status.Pid is not null)
            .ThenBy(pod => pod.Status.Ready)
            .ThenByDescending(pod => pod.Status.Restarts)
            .ThenByDescending(pod => pod.Status.CreatedAt)
            .Take(count);
}
