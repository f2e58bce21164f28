using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Gate;
using BigBen.Foundation;
using BigBen.Platforms;

namespace BigBen.Tests.ArgoCd;

public sealed class EnvironmentsGateTests
{
    [Theory]
    [InlineData(ArgoCdFixture.Extra, "{{ fail \"broken on purpose\" }}", "broken on purpose")]
    [InlineData(ArgoCdFixture.Extra, "{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: x }, spec: {} }", "DaemonSet")]
    [InlineData(ArgoCdFixture.Extra, "a: [", "Fix")]
    [InlineData(ArgoCdFixture.Records, "developer: { service-a: { unknown: key } }", "service-a")]
    [InlineData(ArgoCdFixture.Values, "greeting: [", "values.yaml")]
    public async Task It_names_what_would_not_render_or_run_and_changes_nothing(string file, string text, string named)
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var version = fixture.App.TextAt("metadata", "resourceVersion");
        var commit = await fixture.StageAsync((file, text));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain(named);
        fixture.App.TextAt("metadata", "resourceVersion").ShouldBe(version);
    }

    [Theory]
    [InlineData(
        ArgoCdFixture.Extra,
        "{ apiVersion: v1, kind: ConfigMap, metadata: { name: Extra }, data: { a: b } }",
        "charts/app/templates/extra.yaml: ConfigMap Extra: metadata.name: Invalid value: \"Extra\": a lowercase RFC 1123 subdomain")]
    [InlineData(
        ArgoCdFixture.Extra,
        "{ apiVersion: v1, kind: ConfigMap, metadata: { name: extra }, dta: { a: b } }",
        "charts/app/templates/extra.yaml: ConfigMap extra: unknown field \"dta\"")]
    [InlineData(
        ArgoCdFixture.Extra,
        "{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: x }, spec: { podSelector: {}, "
        + "egress: [{ to: [{ ipBlock: { cidr: 10.0.0.1 } }] }] } }",
        "NetworkPolicy x: spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"10.0.0.1\": must be a valid CIDR value")]
    [InlineData(
        ArgoCdFixture.Values,
        "greeting: hello\nreplicas: -7",
        "charts/app/templates/all.yaml: Deployment service-a: spec.replicas: Invalid value: -7: must be greater than or equal to 0 "
        + "(app/service-a/deploy-config/developer/values.yaml, line 2)")]
    [InlineData(
        ArgoCdFixture.Values,
        "greeting: hello\nreplicas: 2\ngreeting: bye",
        "app/service-a/deploy-config/developer/values.yaml, line 3: ")]
    [InlineData(
        ArgoCdFixture.Values,
        "greeting: hello\n---\nreplicas: 2",
        "app/service-a/deploy-config/developer/values.yaml, line 3: a second document begins")]
    [InlineData(
        ArgoCdFixture.Values,
        "greeting: hello\nimage:\n  tag: v9",
        "app/service-a/deploy-config/developer/values.yaml, line 3: image.tag has no effect here. "
        + "What runs is recorded by the pipeline in backstage/cd/environments/developer.yaml")]
    [InlineData(
        ArgoCdFixture.Values,
        "greeting: hello\ningress: { host: a.example }",
        "app/service-a/deploy-config/developer/values.yaml, line 2: ingress.host has no effect here. "
        + "It is made of the environment's hostPrefix")]
    public async Task It_names_what_Kubernetes_would_refuse_and_where_it_was_written(string file, string text, string named)
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((file, text));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain(named);
    }

    [Fact]
    public async Task More_pods_than_the_machine_takes_are_refused_with_the_numbers()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var nodes = ResourceCatalog.Find("", "v1", "nodes")!;
        fixture.Store.Create(nodes, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "bigben" } });
        fixture.Store.Update(
            nodes,
            "",
            "bigben",
            node =>
            {
                node["status"] = new JsonObject { ["allocatable"] = new JsonObject { ["pods"] = "64" } };
                return node;
            },
            new WriteOptions(Subresource: "status"));
        var commit = await fixture.StageAsync((ArgoCdFixture.Values, "greeting: hello\nreplicas: 100000"));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldBe(
            "100000 pods would run here, 100000 of them Deployment service-a in developer, and this machine takes 64 (by its memory): "
            + "ask for fewer replicas, or use the kind platform.");
        await CheckAsync(fixture, await fixture.StageAsync((ArgoCdFixture.Values, "greeting: hello\nreplicas: 64")));
    }

    [Fact]
    public async Task A_database_of_an_operator_is_refused_with_what_to_set_instead()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((
            ArgoCdFixture.Extra, "{ apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: { name: x }, spec: { instances: 3 } }"));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldBe(
            "service-a in developer: the local platform runs no operators, and Cluster x is one for CloudNativePG. Set the database's mode "
            + $"to server in {ArgoCdFixture.Values}; a cluster with the operator takes it as it is.");
    }

    [Fact]
    public async Task It_asks_of_pods_what_their_namespace_asks_of_them()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((
            ArgoCdFixture.Extra,
            "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: x }, spec: { selector: { matchLabels: { a: b } }, template: "
            + "{ metadata: { labels: { a: b } }, spec: { hostNetwork: true, containers: [{ name: x, image: web }] } } } }"));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain(
            "Deployment x: violates PodSecurity \"restricted:latest\": host namespaces (hostNetwork=true), "
            + "allowPrivilegeEscalation != false");
    }

    [Fact]
    public async Task It_asks_for_the_Secrets_of_pods_where_it_is_told_to()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((
            ArgoCdFixture.Extra,
            "{ apiVersion: batch/v1, kind: Job, metadata: { name: x }, spec: { template: { spec: { restartPolicy: Never, "
            + "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: x, image: web, "
            + "securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }, "
            + "envFrom: [{ secretRef: { name: keys } }] }] } } } }"));

        await CheckAsync(fixture, commit);
        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit, requiresSecrets: true));

        refusal.Message.ShouldContain("service-a in developer: Job x needs the Secret keys, which is neither in git nor in the namespace");
    }

    [Fact]
    public async Task Values_that_are_no_UTF_8_are_refused_in_Helm_s_words()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((ArgoCdFixture.Values, [.. "greeting: \""u8, 0xFF, .. "\"\n"u8]));

        var refusal = await Should.ThrowAsync<PlatformException>(() => CheckAsync(fixture, commit));

        refusal.Message.ShouldContain("values.yaml");
        refusal.Message.ShouldContain("invalid leading UTF-8 octet");
    }

    [Fact]
    public async Task It_does_not_blame_a_commit_for_what_was_broken_before()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var broken = ArgoCdFixture.Record("v9.9.9").Replace("developer:", "production:").Replace("main", "v9.9.9");
        await fixture.PushAsync(("backstage/cd/environments/production.yaml", broken));
        fixture.Find("argoproj.io/v1alpha1", "applications", "argocd", "production-service-a").ShouldNotBeNull();
        var commit = await fixture.StageAsync(("README.md", "words"));

        await CheckAsync(fixture, commit);
    }

    [Fact]
    public async Task It_gives_what_the_commit_changes_as_it_is_to_be()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var commit = await fixture.StageAsync((ArgoCdFixture.Values, "greeting: hello\nreplicas: 3"));

        var candidate = RenderedCandidates.Of(await CheckAsync(fixture, commit)).Single();

        (candidate.Application, candidate.Version, candidate.Name).ShouldBe((ArgoCdFixture.Application, "v1", "service-a"));
        candidate.NamespaceLabels.ShouldNotBeNull()["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");
        candidate.Body.GetProperty("spec").GetProperty("replicas").GetInt32().ShouldBe(3);
        (await fixture.Controller.Gate.CheckAsync(commit, new Dictionary<string, string>(), false, CancellationToken.None)).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<RenderedApplication>> CheckAsync(
        ArgoCdFixture fixture, string commit, bool requiresSecrets = false) =>
        fixture.Controller.Gate.CheckAsync(
            commit, new Dictionary<string, string> { ["main"] = commit }, requiresSecrets, CancellationToken.None);
}
