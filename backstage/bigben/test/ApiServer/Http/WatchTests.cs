using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using k8s;

namespace BigBen.Tests.ApiServer.Http;

public class WatchTests
{
    private const string ConfigMaps = "/api/v1/namespaces/developer/configmaps";

    [Fact]
    public async Task A_watch_as_kubectl_asks_for_it_tells_what_is_there_then_that_this_was_all_then_the_changes()
    {
        await using var api = await TestApi.StartAsync("developer");
        Create(api, "a", "1");
        await using var watch = api.WatchAsync(
            $"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")
            .GetAsyncEnumerator();

        (await NextAsync(watch)).ShouldBe("ADDED a");
        await watch.MoveNextAsync();
        watch.Current["type"]!.GetValue<string>().ShouldBe("BOOKMARK");
        watch.Current["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>().ShouldBe("true");
        Create(api, "b", "1");
        api.Update("v1", "configmaps", "developer", "b", value => value["data"] = new JsonObject());
        await api.SendAsync("DELETE", $"{ConfigMaps}/b");

        (await NextAsync(watch)).ShouldBe("ADDED b");
        (await NextAsync(watch)).ShouldBe("MODIFIED b");
        (await NextAsync(watch)).ShouldBe("DELETED b");
    }

    [Fact]
    public async Task KubernetesClient_watches_by_its_own_means()
    {
        await using var api = await TestApi.StartAsync("developer");
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(api.Kubeconfig));
        Create(api, "a", "1");
        var seen = new List<string>();

        await foreach (var (type, map) in client.CoreV1.WatchListNamespacedConfigMapAsync("developer"))
        {
            seen.Add($"{type} {map.Metadata.Name}");
            if (type == WatchEventType.Deleted)
                break;
            if (type == WatchEventType.Added)
                Relabel(api, "2");
            else
                (await api.SendAsync("DELETE", $"{ConfigMaps}/a")).Dispose();
        }

        seen.ShouldBe(["Added a", "Modified a", "Deleted a"]);
    }

    [Fact]
    public async Task A_watch_of_nothing_begins_at_once()
    {
        await using var api = await TestApi.StartAsync("developer");

        var version = (await api.AskAsync("GET", ConfigMaps)).Answer["metadata"]!["resourceVersion"];

        // By HTTP/1.1, where nothing is sent by itself before there is a body.
        using var response = await api.SendAsync("GET", $"{ConfigMaps}?watch=true&resourceVersion={version}");

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("9223372036854775807")]
    public async Task A_watch_that_is_to_last_for_ever_begins(string seconds)
    {
        await using var api = await TestApi.StartAsync("developer");
        Create(api, "a", "1");
        await using var watch = api.WatchAsync($"{ConfigMaps}?watch=1&timeoutSeconds={seconds}").GetAsyncEnumerator();

        (await NextAsync(watch)).ShouldBe("ADDED a");
    }

    [Fact]
    public async Task Two_hundred_clients_miss_nothing_of_fifty_rollouts()
    {
        await using var api = await TestApi.StartAsync("developer");
        Create(api, "a", "0");
        var version = (await api.AskAsync("GET", ConfigMaps)).Answer["metadata"]!["resourceVersion"]!.GetValue<string>();
        var started = 0;
        var clients = Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            var seen = new List<int>();
            using var response = await api.SendAsync("GET", $"{ConfigMaps}?watch=1&resourceVersion={version}");
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Interlocked.Increment(ref started);
            while (seen.LastOrDefault() < 500 && await reader.ReadLineAsync() is { } line)
                seen.Add(int.Parse(JsonNode.Parse(line)!["object"]!["metadata"]!["labels"]!["x"]!.GetValue<string>()));
            return seen;
        })).ToList();
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (Volatile.Read(ref started) < clients.Count)
            await Task.Delay(5, late.Token);

        // Ten writes each.
        for (var write = 1; write <= 500; write++)
            Relabel(api, $"{write}");

        foreach (var client in clients)
            (await client.WaitAsync(late.Token)).ShouldBe(Enumerable.Range(1, 500));
    }

    [Fact]
    public async Task An_object_that_stops_to_match_is_deleted_to_who_selects()
    {
        await using var api = await TestApi.StartAsync("developer");
        var version = (await api.AskAsync("GET", ConfigMaps)).Answer["metadata"]!["resourceVersion"]!.GetValue<string>();
        Create(api, "a", "1");
        var stopped = Relabel(api, "2");
        Relabel(api, "1");
        await using var watch = api.WatchAsync($"{ConfigMaps}?watch=1&resourceVersion={version}&labelSelector=x%3D1").GetAsyncEnumerator();

        (await NextAsync(watch)).ShouldBe("ADDED a");
        (await NextAsync(watch)).ShouldBe("DELETED a");
        // As it was when it last matched, with the version of the write by which it stopped.
        watch.Current["object"]!["metadata"]!["labels"]!["x"]!.GetValue<string>().ShouldBe("1");
        watch.Current["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>().ShouldBe(stopped);
        (await NextAsync(watch)).ShouldBe("ADDED a");
    }

    [Fact]
    public async Task A_bookmark_comes_when_a_minute_has_passed_whatever_else_is_written()
    {
        var clock = new ShiftedClock();
        await using var api = await TestApi.StartAsync(clock, "developer");
        Create(api, "a", "1");
        await using var watch = api.WatchAsync($"{ConfigMaps}?watch=1&allowWatchBookmarks=true").GetAsyncEnumerator();
        (await NextAsync(watch)).ShouldBe("ADDED a");

        clock.Advance(TimeSpan.FromSeconds(61));
        api.Create("v1", "secrets", "developer", """{ "metadata": { "name": "other" } }""");
        Create(api, "b", "1");

        await watch.MoveNextAsync();
        watch.Current["type"]!.GetValue<string>().ShouldBe("BOOKMARK");
        (await NextAsync(watch)).ShouldBe("ADDED b");
    }

    [Fact]
    public async Task Rows_of_a_table_have_their_columns_told_once()
    {
        await using var api = await TestApi.StartAsync("developer");
        Create(api, "a", "1");
        Create(api, "b", "1");
        await using var watch = api.WatchAsync($"{ConfigMaps}?watch=1", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .GetAsyncEnumerator();

        await watch.MoveNextAsync();
        watch.Current["object"]!["columnDefinitions"].ShouldNotBeNull();
        await watch.MoveNextAsync();
        watch.Current["object"]!["columnDefinitions"].ShouldBeNull();
        watch.Current["object"]!["rows"]![0]!["cells"]![0]!.GetValue<string>().ShouldBe("b");
    }

    [Fact]
    public async Task Pages_of_a_list_are_of_one_version_whatever_is_written_meanwhile()
    {
        await using var api = await TestApi.StartAsync("developer");
        foreach (var name in new[] { "a", "b", "c" })
            Create(api, name, "1");
        var first = (await api.AskAsync("GET", $"{ConfigMaps}?limit=2")).Answer;
        await api.SendAsync("DELETE", $"{ConfigMaps}/c");
        Create(api, "d", "1");

        var rest = (await api.AskAsync("GET", $"{ConfigMaps}?limit=2&continue={first["metadata"]!["continue"]}")).Answer;

        first["metadata"]!["remainingItemCount"]!.GetValue<int>().ShouldBe(1);
        rest["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>()).ShouldBe(["c"]);
        rest["metadata"]!["resourceVersion"]!.GetValue<string>().ShouldBe(first["metadata"]!["resourceVersion"]!.GetValue<string>());
        rest["metadata"]!["continue"].ShouldBeNull();
    }

    private static void Create(TestApi api, string name, string label) =>
        api.Create("v1", "configmaps", "developer", $$"""{ "metadata": { "name": "{{name}}", "labels": { "x": "{{label}}" } } }""");

    private static string Relabel(TestApi api, string label) =>
        api.Update("v1", "configmaps", "developer", "a", value => value["metadata"]!["labels"]!["x"] = label)
            .TextAt("metadata", "resourceVersion")!;

    private static async Task<string> NextAsync(IAsyncEnumerator<JsonNode> watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        return $"{watch.Current["type"]} {watch.Current["object"]!["metadata"]!["name"]}";
    }
}
