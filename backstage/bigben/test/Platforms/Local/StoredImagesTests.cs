using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;
using BigBen.Images;
using BigBen.Platforms.Local;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Git;
using BigBen.Tests.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.Tests.Platforms.Local;

public sealed class StoredImagesTests : IDisposable
{
    private const string Ns = "lab";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_Deployment_made_by_hand_in_a_namespace_of_its_own_runs_an_image_by_tag_or_digest()
    {
        var store = new ImageStore(_temp["images"], TimeProvider.System);
        var image = await AddAsync(store);
        await using var node = await TestNode.StartAsync(options => options with { Images = new StoredImages(store) });
        await using var controllers = ControllerManager.Start(node.Store, _temp["volumes"], TimeProvider.System, NullLogger.Instance);
        node.Store.Create(TestApi.Resource("v1", "namespaces"), "", Named(Ns));

        Deploy(node, "by-tag", "hello:v1");
        Deploy(node, "by-digest", $"registry.example/hello@{image.Digest}");

        await node.UntilAsync(() => IsAvailable(node, "by-tag") && IsAvailable(node, "by-digest"));
        await node.ProcessesAsync(2);

        node.Store.Delete(TestApi.Resource("v1", "namespaces"), "", Ns, new DeleteOptions());
        await node.UntilAsync(() => node.Store.Find(TestApi.Resource("v1", "namespaces"), "", Ns) is null);
        node.Store.List(TestApi.Resource("v1", "pods"), Ns).Items.ShouldBeEmpty();
        node.Processes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pod_whose_image_is_not_in_the_store_says_which_are()
    {
        var store = new ImageStore(_temp["images"], TimeProvider.System);
        await AddAsync(store);
        await using var node = await TestNode.StartAsync(options => options with { Images = new StoredImages(store) });

        node.Apply("""
            apiVersion: v1
            kind: Pod
            metadata: { name: lost }
            spec: { containers: [{ name: main, image: "nginx:1.29" }] }
            """);

        await node.UntilAsync(() => node.Waits("lost") == "ImagePullBackOff");
        node.Container("lost").TextAt("state", "waiting", "message")!.ShouldContain("there are hello:v1");
        node.Happened("lost", "Failed", "The image 'nginx:1.29' is not in the store").ShouldBeTrue();
    }

    private static void Deploy(TestNode node, string name, string image) =>
        node.Store.Create(TestApi.Resource("apps/v1", "deployments"), Ns, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "hello", ["image"] = image }) },
                },
            },
        });

    private static bool IsAvailable(TestNode node, string name) =>
        node.Store.Find(TestApi.Resource("apps/v1", "deployments"), Ns, name)?.HasCondition("Available") is true;

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private Task<Image> AddAsync(ImageStore store)
    {
        Directory.CreateDirectory(_temp["published"]);
        File.WriteAllText(_temp["published/run.sh"], "exec sleep 1000\n");
        return store.AddAsync(
            "hello",
            "v1",
            _temp["published"],
            new ImageConfig(["/bin/sh", "run.sh"], new Dictionary<string, string>(), new Dictionary<string, string>()));
    }
}
