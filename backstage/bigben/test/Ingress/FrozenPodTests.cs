using System.Net;

namespace BigBen.Tests.Ingress;

/// <summary>A pod that takes requests and never answers them, beside one that does.</summary>
public class FrozenPodTests
{
    [Fact]
    public async Task A_GET_that_waits_at_a_pod_which_is_not_ready_any_more_is_answered_by_another()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var waiting = await WaitAsync(test);
        var other = await test.AddPodAsync("a-2", "a");
        await test.SeenAsync();

        // Its own /wait is answered at once.
        await ReleaseAsync(other);
        test.Slice("a-1", "a", port: PortOf(test), ready: false, serving: false);

        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_pod_that_ends_in_good_order_finishes_what_it_has_begun()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var waiting = await WaitAsync(test);
        var other = await test.AddPodAsync("a-2", "a");
        await test.SeenAsync();
        await ReleaseAsync(other);

        test.Slice("a-1", "a", port: PortOf(test), ready: false, serving: false, terminating: true);
        await test.SeenAsync();

        waiting.IsCompleted.ShouldBeFalse();
        await ReleaseAsync(test.Pods[0]);
        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_another_pod_it_is_waited_for()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var waiting = await WaitAsync(test);

        test.Slice("a-1", "a", port: PortOf(test), ready: false, serving: false);
        await test.SeenAsync();

        waiting.IsCompleted.ShouldBeFalse();
        await ReleaseAsync(test.Pods[0]);
        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_route_with_a_timeout_asks_another_pod_and_says_so_where_there_is_none()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        test.Ingress("slow.test", "a", annotations: """{ "nginx.ingress.kubernetes.io/proxy-read-timeout": "1" }""");
        await test.SeenAsync();

        var (status, detail) = await test.ProblemAsync("http://slow.test/wait");

        (status, detail).ShouldBe((504, "pod a-1 is given up: no answer within 1 s."));
        // On a slow machine a second may be too short for any pod.
        await Eventually.TrueAsync(() => IsAnsweredAsync("version"));
        var other = await test.AddPodAsync("a-2", "a");
        await test.SeenAsync();
        await Eventually.TrueAsync(async () =>
        {
            var before = await WaitingAsync(test);
            await ReleaseAsync(other);
            return await IsAnsweredAsync("wait") && await WaitingAsync(test) != before;
        });

        async Task<bool> IsAnsweredAsync(string path)
        {
            using var response = await test.Client.GetAsync($"http://slow.test/{path}");
            return response.StatusCode == HttpStatusCode.OK;
        }
    }

    private static int PortOf(TestIngress test) => test.Pods[0].Port;

    // A request that is there and waits.
    private static async Task<Task<HttpResponseMessage>> WaitAsync(TestIngress test)
    {
        var waiting = test.Client.GetAsync("http://a.test/wait");
        await Eventually.TrueAsync(async () => await WaitingAsync(test) == "1");
        return waiting;
    }

    // How many requests the frozen pod was ever asked to let wait.
    private static async Task<string> WaitingAsync(TestIngress test)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync($"http://127.0.0.1:{PortOf(test)}/waiting");
    }

    private static async Task ReleaseAsync(PodProcess pod)
    {
        using var client = new HttpClient();
        (await client.PostAsync($"http://127.0.0.1:{pod.Port}/release", null)).EnsureSuccessStatusCode();
    }
}
