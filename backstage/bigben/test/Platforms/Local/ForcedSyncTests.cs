using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd;

namespace BigBen.Tests.Platforms.Local;

/// <summary>What cannot be changed in place, changed by git, over every room of the platform.</summary>
public class ForcedSyncTests
{
    private const string Both = "Force=true,Replace=true";

    private const string PodSpec = """
        spec:
              terminationGracePeriodSeconds: 1
              securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
              containers:
                - name: kept
                  image: shell:1
                  args: ["exec sleep 1000"]
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
        """;

    [Theory]
    [InlineData(Both, "")]
    [InlineData("Force=true", "")]
    [InlineData("", "Force=true")]
    public async Task A_Deployment_with_another_selector_is_made_again_and_its_pods_with_it(string inGit, string byHand)
    {
        await using var platform = await StartAsync(Deployment("old", ""));
        var (uid, pod) = (Uid(platform, "deployments"), Pod(platform));

        Annotate(platform, "deployments", byHand);
        await platform.PushAsync((ArgoCdFixture.Extra, Deployment("new", inGit)));

        await platform.UntilAsync(() => IsSynced(platform) && Names(platform) is [var name] && name != pod.Text("name"));
        Uid(platform, "deployments").ShouldNotBe(uid);
        Workload(platform, "deployments").TextAt("spec", "selector", "matchLabels", "app").ShouldBe("new");
        var set = platform.List("apps/v1", "replicasets").Single(found => found.NameOf().StartsWith("kept", StringComparison.Ordinal));
        set.ItemsAt("metadata", "ownerReferences").Single().TextAt("uid").ShouldBe(Uid(platform, "deployments"));
        Message(platform, "Deployment").ShouldBe($"deployment.apps/kept {(inGit == Both ? "replaced" : "configured")}");
    }

    [Theory]
    [InlineData(Both, "")]
    [InlineData("", "Force=true")]
    public async Task A_StatefulSet_with_other_claims_is_made_again_around_its_volume(string inGit, string byHand)
    {
        await using var platform = await StartAsync(StatefulSet("1Gi", ""));
        var (uid, pod, claim) = (Uid(platform, "statefulsets"), Pod(platform), Claim(platform));

        Annotate(platform, "statefulsets", byHand);
        await platform.PushAsync((ArgoCdFixture.Extra, StatefulSet("2Gi", inGit)));

        // Looked at once: the old one may go between two looks.
        await platform.UntilAsync(() =>
            IsSynced(platform) && Pods(platform) is [var only] && only.NameOf() == "kept-0" && only.Text("uid") != pod.Text("uid"));
        Uid(platform, "statefulsets").ShouldNotBe(uid);
        Workload(platform, "statefulsets").ItemsAt("spec", "volumeClaimTemplates").Single()
            .TextAt("spec", "resources", "requests", "storage").ShouldBe("2Gi");
        Pod(platform).ItemsAt("metadata", "ownerReferences").Single().TextAt("uid").ShouldBe(Uid(platform, "statefulsets"));
        (Claim(platform).Text("uid"), Claim(platform).TextAt("spec", "resources", "requests", "storage"))
            .ShouldBe((claim.Text("uid"), "1Gi"));
    }

    private static async Task<LocalClusterFixture> StartAsync(string workload)
    {
        var platform = await LocalClusterFixture.StartAsync();
        await platform.PushAsync((ArgoCdFixture.Extra, workload));
        await platform.UntilAsync(() => IsSynced(platform) && Names(platform).Count == 1);
        return platform;
    }

    // That it is of what git has now its objects tell.
    private static bool IsSynced(LocalClusterFixture platform) =>
        Application(platform) is { } app && ArgoCdFixture.IsLive(app)
        && app.TextAt("status", "operationState", "phase") == "Succeeded"
        && app.TextAt("status", "sync", "revision") == app.TextAt("status", "operationState", "syncResult", "revision");

    private static JsonElement? Application(LocalClusterFixture platform) =>
        platform.Store.Find(TestApi.Resource("argoproj.io/v1alpha1", "applications"), "argocd", ArgoCdFixture.Application);

    private static string? Message(LocalClusterFixture platform, string kind) =>
        Application(platform)!.Value.ItemsAt("status", "operationState", "syncResult", "resources")
            .Single(result => result.TextAt("kind") == kind && result.TextAt("name") == "kept").TextAt("message");

    private static void Annotate(LocalClusterFixture platform, string plural, string options)
    {
        if (options.Length == 0)
            return;
        platform.Store.Update(TestApi.Resource("apps/v1", plural), "developer", "kept", value =>
        {
            ObjectMeta.Annotations(value)["argocd.argoproj.io/sync-options"] = options;
            return value;
        });
    }

    private static List<JsonElement> Pods(LocalClusterFixture platform) =>
        [.. platform.List("v1", "pods").Where(pod => pod.NameOf().StartsWith("kept", StringComparison.Ordinal))];

    private static List<string> Names(LocalClusterFixture platform) => [.. Pods(platform).Select(pod => pod.NameOf())];

    private static JsonElement Pod(LocalClusterFixture platform) => Pods(platform).Single();

    private static JsonElement Claim(LocalClusterFixture platform) => platform.List("v1", "persistentvolumeclaims").Single();

    private static JsonElement Workload(LocalClusterFixture platform, string plural) =>
        platform.Store.Find(TestApi.Resource("apps/v1", plural), "developer", "kept")!.Value;

    private static string Uid(LocalClusterFixture platform, string plural) => Workload(platform, plural).Text("uid");

    // Where git has none, what somebody writes there is left alone.
    private static string Annotations(string options) =>
        options.Length == 0 ? "" : $"annotations: {{ argocd.argoproj.io/sync-options: \"{options}\" }}";

    private static string Deployment(string app, string options) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: kept, {{Annotations(options)}} }
        spec:
          selector: { matchLabels: { app: {{app}} } }
          template:
            metadata: { labels: { app: {{app}} } }
            {{PodSpec}}
        """;

    private static string StatefulSet(string size, string options) => $$"""
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: { name: kept, {{Annotations(options)}} }
        spec:
          serviceName: kept
          selector: { matchLabels: { app: kept } }
          template:
            metadata: { labels: { app: kept } }
            {{PodSpec}}
          volumeClaimTemplates:
            - metadata: { name: data }
              spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{size}} } } }
        """;
}
