using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.Foundation;

namespace BigBen.Tests.ArgoCd.Gate;

public sealed class UnchangeableFieldsTests
{
    private const string OfSize = "{{ .Values.size }}";
    private const string OfClaim = "{{ .Values.kept | default \"1Gi\" }}";
    private const string OfLabel = "{{ .Values.label | default \"b\" }}";

    private static readonly (string Version, string Plural, string Name)[] Kept =
    [
        ("apps/v1", "deployments", "web"), ("apps/v1", "statefulsets", "db"), ("batch/v1", "jobs", "once"),
        ("v1", "persistentvolumeclaims", "kept"),
    ];

    [Theory]
    [InlineData("greeting: hello\nsize: 2Gi", null)]
    [InlineData(
        "greeting: hello\nsize: 3Gi",
        "StatefulSet db: spec.volumeClaimTemplates[0].spec.resources.requests.storage is \"2Gi\" and cannot become \"3Gi\": run "
        + "kubectl annotate statefulset db -n developer argocd.argoproj.io/sync-options=Force=true and push again; "
        + "the StatefulSet is then made again, its volumes stay as they are (docs/databases.md, \"Grow the volume\") "
        + "(app/service-a/deploy-config/developer/values.yaml, line 2)")]
    [InlineData(
        "greeting: hello\nsize: 2Gi\nimage: { pullPolicy: x:2 }",
        "Job once: spec.template.spec.containers[0].image is \"x:1\" and cannot become \"x:2\": "
        + "a Job stays as it was made: take it away, or give it another name")]
    [InlineData(
        "greeting: hello\nsize: 2Gi\nlabel: c",
        "Deployment web: spec.selector.matchLabels.a is \"b\" and cannot become \"c\": run "
        + "kubectl annotate deployment web -n developer argocd.argoproj.io/sync-options=Force=true and push again; "
        + "the Deployment is then made again, with all its pods at once "
        + "(app/service-a/deploy-config/developer/values.yaml, line 3)")]
    [InlineData(
        "greeting: hello\nsize: 2Gi\nkept: 3Gi",
        "PersistentVolumeClaim kept: spec.resources.requests.storage is \"1Gi\" and cannot become \"3Gi\": the local platform's class of "
        + "volumes does not allow expansion: keep the value, or give the claim another name "
        + "(app/service-a/deploy-config/developer/values.yaml, line 3)")]
    [InlineData(
        "greeting: hello\nsize: 2Gi\nkept: 1Mi",
        "PersistentVolumeClaim kept: spec.resources.requests.storage is \"1Gi\" and cannot become \"1Mi\": ")]
    public async Task What_is_there_and_cannot_become_so_is_refused_with_the_field_and_the_way(string values, string? refusal)
    {
        const string pod = """
            securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
                  containers:
                    - name: x
                      image: {{ (.Values.image).pullPolicy | default "x:1" }}
                      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
            """;
        const string chart = $$"""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: { name: db }
            spec:
              serviceName: db
              replicas: 0
              selector: { matchLabels: { a: b } }
              template:
                metadata: { labels: { a: b } }
                spec:
                  {{pod}}
              volumeClaimTemplates:
                - metadata: { name: data }
                  spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{OfSize}} } } }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web }
            spec:
              replicas: 0
              selector: { matchLabels: { a: {{OfLabel}} } }
              template:
                metadata: { labels: { a: {{OfLabel}} } }
                spec:
                  {{pod}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: kept }
            spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{OfClaim}} } } }
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: { name: once }
            spec:
              suspend: true
              template:
                spec:
                  restartPolicy: Never
                  {{pod}}
            """;
        await using var fixture = await ArgoCdFixture.LiveAsync();
        await fixture.PushAsync((ArgoCdFixture.Extra, chart), (ArgoCdFixture.Values, "greeting: hello\nsize: 2Gi"));
        await fixture.UntilAsync("batch/v1", "jobs", "developer", "once", job => job is not null);
        await fixture.UntilAsync("v1", "persistentvolumeclaims", "developer", "kept", claim => claim is not null);
        var capacity = new JsonObject { ["storage"] = "1Gi" };
        fixture.Edit(
            "v1", "persistentvolumeclaims", "developer", "kept",
            claim => claim["status"] = new JsonObject { ["phase"] = "Bound", ["capacity"] = capacity }, "status");

        var check = async () =>
        {
            var commit = await fixture.StageAsync((ArgoCdFixture.Values, values));
            var revisions = new Dictionary<string, string> { ["main"] = commit };
            await fixture.Controller.Gate.CheckAsync(commit, revisions, false, CancellationToken.None);
        };

        if (refusal is not null)
        {
            (await check.ShouldThrowAsync<PlatformException>()).Message.ShouldContain(refusal);
            foreach (var (version, plural, name) in Kept)
            {
                fixture.Edit(version, plural, "developer", name, value =>
                    ObjectMeta.Annotations(value)["argocd.argoproj.io/sync-options"] = "Force=true");
            }
        }

        await check();
    }
}
