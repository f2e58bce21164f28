using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd;

namespace BigBen.Tests.Platforms.Local;

public class LocalClusterTests
{
    [Fact]
    public async Task What_git_says_is_live_and_a_push_replaces_it()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        await platform.PushAsync();
        await platform.LiveAsync();

        await platform.UntilAnswersAsync("/version", "v1");

        await platform.PushAsync((ArgoCdFixture.Records, ArgoCdFixture.Record("v2")));
        await platform.LiveAsync();

        await platform.UntilAnswersAsync("/version", "v2");
    }

    [Fact]
    public async Task What_was_scaled_or_deleted_by_hand_is_put_back()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        await platform.PushAsync();
        await platform.LiveAsync();

        platform.Store.Update(TestApi.Resource("apps/v1", "deployments"), "developer", "service-a", deployment =>
        {
            deployment["spec"]!["replicas"] = JsonValue.Create(3);
            return deployment;
        });

        var pod = "";
        await platform.UntilAsync(() =>
        {
            if (!platform.List("apps/v1", "deployments").Concat(platform.List("apps/v1", "replicasets"))
                .All(workload => workload.NumberAt("spec", "replicas") == 1) || platform.List("v1", "pods") is not [var only])
                return false;
            pod = only.Text("name");
            return true;
        });
        platform.Store.Delete(TestApi.Resource("v1", "pods"), "developer", pod);
        await platform.UntilAsync(() => platform.List("v1", "pods") is [var other] && other.Text("name") != pod);
        await platform.LiveAsync();
        platform.Store.Delete(TestApi.Resource("v1", "services"), "developer", "service-a");
        await platform.UntilAnswersAsync("/version", "v1");
    }

    [Fact]
    public async Task Another_process_goes_on_with_what_ran()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        await platform.PushAsync();
        await platform.LiveAsync();
        var before = platform.List("v1", "pods").Select(pod => pod.Text("uid"));

        await platform.StartAnewAsync();

        platform.List("v1", "pods").Select(pod => pod.Text("uid")).ShouldBe(before);
        await platform.UntilAnswersAsync("/version", "v1");
    }

    [Fact]
    public async Task Volumes_are_where_the_state_folder_was_moved_to()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        platform.Apply("{ apiVersion: v1, kind: Namespace, metadata: { name: developer } }");
        platform.Apply("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
            """);
        await platform.UntilAsync(() => platform.List("v1", "persistentvolumes", "").Count == 1);

        await platform.MoveAsync("moved");

        var volume = platform.List("v1", "persistentvolumes", "").Single();
        volume.TextAt("spec", "hostPath", "path").ShouldBe(Path.Combine(platform.State.Volumes, volume.Text("name")));
        Directory.Exists(volume.TextAt("spec", "hostPath", "path")).ShouldBeTrue();
    }
}
