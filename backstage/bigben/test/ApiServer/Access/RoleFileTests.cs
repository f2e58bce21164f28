using BigBen.ApiServer.Access;
using BigBen.Foundation;

namespace BigBen.Tests.ApiServer.Access;

public class RoleFileTests
{
    [Fact]
    public void A_Role_holds_in_its_namespace_and_a_ClusterRole_everywhere()
    {
        var rules = Read("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata:
              creationTimestamp: null
              name: dev
              namespace: developer
            rules:
            - apiGroups: ["", apps]
              resources: [pods, pods/exec]
              verbs: [get, create]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: nodes }
            rules:
            - apiGroups: [""]
              resources: [nodes]
              resourceNames: [big-ben]
              verbs: [get]
            - nonResourceURLs: ["/metrics"]
              verbs: [get]
            """);

        rules.Select(rule => (rule.Namespace, Resource: rule.Resources.Concat(rule.NonResourceUrls).Last()))
            .ShouldBe([("developer", "pods/exec"), (null, "nodes"), (null, "/metrics")]);
        rules[0].ApiGroups.ShouldBe(["", "apps"]);
        rules[1].ResourceNames.ShouldBe(["big-ben"]);
    }

    [Theory]
    [InlineData("rules: []", "is not a ClusterRole or Role")]
    [InlineData("[1]", "is not a ClusterRole or Role")]
    [InlineData("apiVersion: v1\nkind: Role", "is not a ClusterRole or Role")]
    [InlineData("kind: Role\nrules: [{verbs: [get], apiGroups: [''], resources: [pods]}]", "has no metadata.namespace")]
    [InlineData("kind: ClusterRole", "has no rules")]
    [InlineData("kind: ClusterRole\naggregationRule: {}", "there is no field 'aggregationRule'")]
    [InlineData("kind: ClusterRole\nrules: [{verb: [get]}]", "there is no field 'verb'")]
    [InlineData("kind: ClusterRole\nrules: [{verbs: get, apiGroups: [''], resources: [pods]}]", "are lists of texts")]
    [InlineData("kind: ClusterRole\nrules: [1]", "a rule is not an object")]
    [InlineData("kind: ClusterRole\nrules: [{verbs: [], apiGroups: [''], resources: [pods]}]", "a rule has verbs")]
    [InlineData("kind: ClusterRole\nrules: [{verbs: [get], resources: [pods]}]", "a rule has verbs")]
    [InlineData("kind: Role\nmetadata: {namespace: a}\nrules: [{verbs: [get], nonResourceURLs: [/x]}]", "a rule has verbs")]
    public void Anything_else_is_refused_with_the_place(string text, string why)
    {
        var whole = text.StartsWith("kind", StringComparison.Ordinal) ? $"apiVersion: rbac.authorization.k8s.io/v1\n{text}" : text;

        Should.Throw<PlatformException>(() => Read(whole)).Message.ShouldContain(why);
    }

    private static IReadOnlyList<PolicyRule> Read(string text)
    {
        using var directory = new TestDirectory();
        File.WriteAllText(directory["role.yaml"], text);
        return RoleFile.Read(directory["role.yaml"]);
    }
}
