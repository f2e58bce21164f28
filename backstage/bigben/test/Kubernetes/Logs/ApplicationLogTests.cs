using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Logs;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes.Logs;

public sealed class ApplicationLogTests
{
    private const string Pod = "service-a-8dd95887b-jz7jg";

    [Fact]
    public async Task The_lines_of_an_Applications_pods_say_where_they_are_from()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        await using var cache = await StartAsync(platform);

        (await ReadAsync(platform, cache, "developer-service-a")).ShouldBe([new LogLine(Pod, "service-a", "started")]);
    }

    [Fact]
    public async Task A_follower_gets_the_lines_of_a_pod_that_comes_later_and_none_twice()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        await using var cache = await StartAsync(platform);
        platform.Server.Kubelet.Open = options => new MemoryStream(Encoding.UTF8.GetBytes($"follow {options.Follow}\n"));
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var lines = ApplicationLog.ReadAsync(
            platform.Api, cache, "developer-service-a", new LogQuery { Follow = true }, end.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        await lines.MoveNextAsync();
        lines.Current.ShouldBe(new LogLine(Pod, "service-a", "follow True"));

        var text = Golden.Read("objects/pods.json").GetProperty("items")[0].GetRawText();
        platform.Put(ResourceKind.Pods, JsonDocument.Parse(text.Replace(Pod, "later", StringComparison.Ordinal)).RootElement);

        await lines.MoveNextAsync();
        lines.Current.Pod.ShouldBe("later");
    }

    [Fact]
    public async Task A_follower_gets_the_lines_of_a_container_whose_image_came_late()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        SetState(platform, """{ "waiting": { "reason": "ImagePullBackOff" } }""");
        await using var cache = await StartAsync(platform);
        platform.Server.Kubelet.Open = options => options.Container == "beside" ? Text("beside") : null;
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var lines = ApplicationLog.ReadAsync(
            platform.Api, cache, "developer-service-a", new LogQuery { Follow = true }, end.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        await lines.MoveNextAsync();
        lines.Current.Text.ShouldBe("beside");

        platform.Server.Kubelet.Open = _ => Text("started");
        SetState(platform, """{ "running": { "startedAt": "2026-01-02T03:04:05Z" } }""");

        await lines.MoveNextAsync();
        lines.Current.Text.ShouldBe("started");

        static MemoryStream Text(string line) => new(Encoding.UTF8.GetBytes($"{line}\n"));
    }

    [Fact]
    public async Task An_Application_that_is_not_there_is_told_with_those_that_are()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        await using var cache = await StartAsync(platform);

        (await Should.ThrowAsync<PlatformException>(() => ReadAsync(platform, cache, "nobody"))).Message
            .ShouldBe("There is no Application 'nobody'; there are: developer-service-a, developer-service-b.");
    }

    // The pod's container, and one beside it that runs.
    private static void SetState(TestPlatform platform, string state) => platform.Change(ResourceKind.Pods, "developer", Pod, body =>
    {
        body["spec"]!["containers"] = JsonNode.Parse("""[{ "name": "service-a", "image": "a:1" }, { "name": "beside", "image": "b:1" }]""");
        body["status"] = JsonNode.Parse($$"""
            {
              "containerStatuses": [
                { "name": "service-a", "state": {{state}} },
                { "name": "beside", "state": { "running": { "startedAt": "2026-01-02T03:04:05Z" } } }
              ]
            }
            """);
    });

    private static Task<ClusterCache> StartAsync(TestPlatform platform) =>
        ClusterCache.StartAsync(platform.Api, TimeProvider.System, CancellationToken.None);

    private static async Task<List<LogLine>> ReadAsync(TestPlatform platform, ClusterCache cache, string application)
    {
        var lines = new List<LogLine>();
        await foreach (var line in ApplicationLog.ReadAsync(platform.Api, cache, application, new LogQuery(), CancellationToken.None))
            lines.Add(line);
        return lines;
    }
}
