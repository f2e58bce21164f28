using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd;

namespace BigBen.Tests.Platforms.Local;

/// <summary>Many who watch while much is pushed.</summary>
public class WatchedPushesTests
{
    private const int Clients = 200;
    private const int Pushes = 50;
    private const int WarmUp = 10;

    // What one kept event for each client would be is several times that.
    private const long MostGrowth = 64 << 20;

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task Two_hundred_clients_see_every_change_of_fifty_pushes_and_memory_stays_as_it_is()
    {
        await using var platform = await LocalClusterFixture.StartAsync();
        await platform.PushAsync();
        await platform.LiveAsync();
        await platform.UntilAnswersAsync("/version", "v1");
        var kubeconfig = Kubeconfig.Read(platform.State.Kubeconfig)!;
        using var http = TestApi.ClientOf(kubeconfig);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", kubeconfig.Token);
        var start = platform.Store.List(Kinds.Pods, "developer").Version;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var path = $"/api/v1/namespaces/developer/pods?watch=true&resourceVersion={start}";
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, late.Token)));
        var clients = answers.Select(answer => Task.Run(() => SeenAsync(answer, late.Token))).ToList();
        var written = Task.Run(() => WrittenAsync(platform, start, late.Token));

        long before = 0;
        for (var push = 1; push <= Pushes; push++)
        {
            await platform.PushAsync((ArgoCdFixture.Records, ArgoCdFixture.Record($"v1.{push}")));
            await platform.UntilAnswersAsync("/version", $"v1.{push}");
            await platform.LiveAsync();
            if (push == WarmUp)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        platform.Apply(Last);
        var expected = await written;
        expected.Count.ShouldBeGreaterThan(5 * Pushes);
        foreach (var client in clients)
            (await client).ShouldBe(expected);
        growth.ShouldBeLessThan(MostGrowth);
    }

    // On a node that there is not, where nothing runs it.
    private const string Last = """
        apiVersion: v1
        kind: Pod
        metadata: { name: last, namespace: developer }
        spec: { nodeName: elsewhere, containers: [ { name: main, image: web:v1 } ] }
        """;

    // The versions of the pods that a client is told of, to the last pod.
    private static async Task<IReadOnlyList<long>> SeenAsync(HttpResponseMessage answer, CancellationToken late)
    {
        using var response = answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(late));
        var seen = new List<long>();
        while (await reader.ReadLineAsync(late) is { } line)
        {
            var metadata = JsonNode.Parse(line)!["object"]!["metadata"]!;
            seen.Add(long.Parse($"{metadata["resourceVersion"]}"));
            if ($"{metadata["name"]}" == "last")
                break;
        }

        return seen;
    }

    // The same, as the store has it.
    private static async Task<IReadOnlyList<long>> WrittenAsync(LocalClusterFixture platform, long start, CancellationToken late)
    {
        var written = new List<long>();
        await foreach (var change in platform.Store.WatchAsync(Kinds.Pods, "developer", start, late))
        {
            written.Add(long.Parse(change.Value.Text("resourceVersion")!));
            if (change.Value.Text("name") == "last")
                break;
        }

        return written;
    }
}
