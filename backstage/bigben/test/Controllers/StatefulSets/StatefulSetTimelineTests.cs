using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Controllers.StatefulSets;

/// <summary>
/// What a StatefulSet of three with claims goes through when it is made, gets a new template, loses a pod and is scaled to one, against
/// what a real cluster did: every step of it is one of ours, in the same order.
/// </summary>
public sealed class StatefulSetTimelineTests : IDisposable
{
    private static readonly string[] Described = ["labels", "annotations", "finalizers"];

    private readonly SetLab _lab = new();
    private readonly Revision _start;
    private readonly List<JsonElement> _golden = [.. Golden.Lines("watch/statefulset.jsonl")];

    public StatefulSetTimelineTests()
    {
        _start = _lab.Store.Current;
        _lab.Create(3);
        _lab.Settle();
        _lab.SetImage("web:2");
        _lab.Settle();
        _lab.Delete("db-1");
        _lab.Settle();
        _lab.Change(spec => spec["replicas"] = 1);
        _lab.Settle();
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Its_status_goes_through_the_same_steps() =>
        Golden.Missing([.. Seen("statefulsets.apps").Select(Status)], [.. Of("statefulsets").Select(Status)]).ShouldBeEmpty();

    [Fact]
    public void Pods_come_and_go_in_the_same_order()
    {
        var golden = Of("pods").Select(line => $"{line.TextAt("type")} {line.TextAt("name")}");
        var ours = Changes("pods")
            .Where(change => change.Before is null || change.After is null)
            .Select(change => change.Before is null ? $"ADDED {change.After!.Value.NameOf()}" : $"DELETED {change.Before.Value.NameOf()}");

        ours.ShouldBe(golden);
    }

    [Fact]
    public void Its_pods_are_made_alike()
    {
        var ours = Changes("pods").First(change => change.Before is null).After!.Value;
        var golden = Of("pods").First();

        ours.TextAt("metadata", "generateName").ShouldBe(golden.TextAt("metadata", "generateName"));
        ours.FieldsAt("metadata", "labels").Select(label => label.Name).Order()
            .ShouldBe(golden.FieldsAt("metadata", "labels").Select(label => label.Name).Order());
        foreach (var field in new[] { "hostname", "subdomain", "volumes" })
            Golden.Node(ours.At("spec", field)!.Value).ShouldBeAs(golden.At("spec", field)!.Value);
    }

    [Fact]
    public void Its_claims_are_made_and_bound_alike() =>
        Seen("persistentvolumeclaims").Where(claim => claim.NameOf() == "data-db-0").Select(Claim)
            .ShouldBe(Of("persistentvolumeclaims").Where(line => line.TextAt("name") == "data-db-0").Select(Claim));

    [Fact]
    public void It_tells_the_same_as_often()
    {
        var golden = Of("events").GroupBy(line => line.TextAt("message")!)
            .Select(told => (told.Key, told.Max(line => line.NumberAt("count")!.Value)));

        _lab.Told.Where(told => told.Message.Contains("StatefulSet")).ShouldBe(golden, ignoreOrder: true);
    }

    private IEnumerable<JsonElement> Of(string watch) => _golden.Where(line => line.TextAt("watch") == watch);

    private List<(JsonElement? Before, JsonElement? After)> Changes(string resource)
    {
        var (seen, last) = (new List<(JsonElement?, JsonElement?)>(), new Dictionary<string, JsonElement>());
        for (var revision = _start; revision.Version < _lab.Store.Current.Version;)
        {
            revision = revision.Following;
            var (key, value) = (revision.Change!.After.Key, revision.Change.After.Value);
            if (key.Resource != resource)
                continue;
            var gone = revision.Find(key) is null;
            seen.Add((last.TryGetValue(key.Name, out var before) ? before : null, gone ? null : value));
            if (gone)
                last.Remove(key.Name);
            else
                last[key.Name] = value;
        }

        return seen;
    }

    private List<JsonElement> Seen(string resource) => [.. Changes(resource).Select(change => change.After).OfType<JsonElement>()];

    private static string Status(JsonElement value)
    {
        var status = value.FieldsAt("status").OrderBy(field => field.Name, StringComparer.Ordinal)
            .Where(field => !field.Name.EndsWith("Revision", StringComparison.Ordinal))
            .Select(field => $"{field.Name} {field.Value}");
        var same = value.TextAt("status", "currentRevision") == value.TextAt("status", "updateRevision");
        return $"of {value.NumberAt("spec", "replicas")}: {string.Join(", ", status)}, {(same ? "one revision" : "two revisions")}";
    }

    // Its class and its volume have other names here.
    private static string Claim(JsonElement value)
    {
        var metadata = Described.Select(field => value.At("metadata", field)?.ToString());
        var spec = JsonNode.Parse(value.At("spec")!.Value.GetRawText())!.AsObject();
        spec.Remove("storageClassName");
        spec.Remove("volumeName");
        var bound = value.TextAt("spec", "volumeName") is not null;
        return $"{string.Join(" ", metadata)} {Sorted(spec)} {bound} {Sorted(Golden.Node(value.At("status")!.Value)!)}";
    }

    private static string Sorted(JsonNode value) => string.Join(", ", value.AsObject()
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{field.Key} {field.Value?.ToJsonString()}"));
}
