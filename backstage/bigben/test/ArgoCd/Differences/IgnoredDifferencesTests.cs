using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.Foundation;
using BigBen.Manifests;

namespace BigBen.Tests.ArgoCd.Differences;

public sealed class IgnoredDifferencesTests
{
    private const string Autoscaled =
        """
        {
          "group": "apps", "kind": "Deployment",
          "jqPathExpressions": ["select(.metadata.annotations.auto == \"true\") | .spec.replicas"]
        }
        """;

    [Theory]
    [InlineData(""" { "group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/replicas"] } """, false)]
    [InlineData(""" { "group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/paused"] } """, true)]
    [InlineData(""" { "group": "*", "kind": "*", "name": "web", "jsonPointers": ["/spec/replicas", "/spec/replicas"] } """, false)]
    [InlineData(""" { "group": "apps", "kind": "Deployment", "name": "other", "jsonPointers": ["/spec/replicas"] } """, true)]
    [InlineData(""" { "group": "apps", "kind": "Deployment", "namespace": "other", "jsonPointers": ["/spec/replicas"] } """, true)]
    [InlineData(Autoscaled, false)]
    public void What_is_ignored_is_no_difference(string entry, bool differs) =>
        ResourceComparison.Differs(Target("""{ "replicas": 1 }"""), Live("""{ "replicas": 3 }"""), Read(entry)).ShouldBe(differs);

    [Fact]
    public void What_only_others_have_leaves_nothing_behind()
    {
        var ignored = Read(
            """ { "group": "apps", "kind": "Deployment", "jsonPointers": ["/spec/template/metadata/annotations/restarted"] } """);

        ResourceComparison.Differs(
            Target("""{ "template": { "metadata": { "annotations": { "restarted": "no" } } } }"""), Live("""{ "template": {} }"""), ignored)
            .ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{ "replicas": 1, "paused": true }""", """{ "replicas": 3 }""", """{"replicas":3,"paused":true}""")]
    [InlineData("""{ "paused": true }""", """{ "replicas": 3 }""", """{"paused":true,"replicas":3}""")]
    [InlineData("""{ "replicas": 1, "paused": true }""", """{ }""", """{"paused":true}""")]
    public void What_is_respected_is_applied_as_it_is(string target, string live, string applied)
    {
        var (wanted, current) = (Target(target), Live(live));

        Read(Autoscaled).Respect(wanted.Key, wanted.Body, JsonObject.Create(current)!)["spec"]!.ToJsonString().ShouldBe(applied);
    }

    [Theory]
    [InlineData(""" { "kind": "Deployment", "managedFieldsManagers": ["kube"] } """, "managedFieldsManagers is not supported")]
    [InlineData(""" { "kind": "Deployment", "jqPathExpressions": [".spec | length"] } """, "is not supported by the local platform")]
    [InlineData(""" { "kind": "Deployment", "jsonPointers": ["spec"] } """, "'spec' is not a JSON pointer")]
    public void What_only_Argo_CD_can_ignore_is_refused(string entry, string refusal) =>
        Should.Throw<PlatformException>(() => Read(entry)).Message.ShouldContain(refusal);

    private static IgnoredDifferences Read(string entry) =>
        IgnoredDifferences.Read(JsonDocument.Parse($$"""{ "ignoreDifferences": [{{entry}}] }""").RootElement);

    private static TargetObject Target(string spec) => TargetObject.Of("a", Manifest.Of(Deployment(spec), "a test", "developer"));

    // With the tracking annotation that the target has.
    private static JsonElement Live(string spec)
    {
        var live = Target(spec).Body.DeepClone().AsObject();
        live["metadata"]!["uid"] = "1";
        return JsonSerializer.SerializeToElement(live);
    }

    private static JsonObject Deployment(string spec) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "annotations": { "auto": "true" } }, "spec": {{spec}}
        }
        """)!.AsObject();
}
