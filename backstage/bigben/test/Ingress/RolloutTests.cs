using System.Net;

namespace BigBen.Tests.Ingress;

public class RolloutTests
{
    [Fact]
    public async Task A_rolling_update_under_constant_traffic_fails_no_request()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var stop = new CancellationTokenSource();
        var versions = new HashSet<string>();
        var answered = new int[4];
        var clients = Enumerable.Range(0, answered.Length).Select(i => Task.Run(() => AskAsync(i))).ToList();

        var old = await test.AddPodAsync("a-2", "a", "v1");
        foreach (var version in new[] { "v2", "v3" })
        {
            var pod = await test.AddPodAsync($"a-{version}", "a", version);
            test.Slice(old.Name, "a", old.Port, ready: false, terminating: true);
            await test.SeenAsync();
            // Who chose it before has been answered: what comes to a connection that is being closed is nobody's fault.
            await EachIsAnsweredTwiceAsync();
            await old.TerminateAsync();
            test.RemoveSlice(old.Name);
            await Eventually.TrueAsync(() => Task.FromResult(Seen(version)));
            old = pod;
        }

        await stop.CancelAsync();
        var counts = await Task.WhenAll(clients);

        counts.Sum().ShouldBeGreaterThan(100);
        versions.Order().ShouldBe(["v1", "v2", "v3"]);
        var traffic = await test.TrafficAsync(span => span.Count, counts.Sum());
        traffic.Sum(span => span.Errors).ShouldBe(0);
        traffic.ShouldAllBe(span =>
            span.Namespace == "developer" && span.Service == "a" && span.Durations.Sum() == span.Count && span.Seconds > 0);

        Task EachIsAnsweredTwiceAsync()
        {
            var before = answered.ToArray();
            return Eventually.TrueAsync(() => Task.FromResult(
                clients.Exists(client => client.IsFaulted) || answered.Zip(before).All(pair => pair.First >= pair.Second + 2)));
        }

        bool Seen(string version)
        {
            lock (versions)
                return versions.Contains(version);
        }

        async Task<int> AskAsync(int number)
        {
            var count = 0;
            for (; !stop.IsCancellationRequested || count <= 25; answered[number] = ++count)
            {
                // Half of them keep their connections, half send a body.
                using var request = new HttpRequestMessage(
                    number < 2 ? HttpMethod.Get : HttpMethod.Put, number < 2 ? "http://a.test/version" : "http://a.test/request/x");
                request.Headers.ConnectionClose = number % 2 == 0;
                if (number >= 2)
                    request.Content = new StringContent("body");
                var response = await test.Client.SendAsync(request);
                var body = await response.Content.ReadAsStringAsync();
                response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
                if (number >= 2)
                    continue;
                lock (versions)
                    versions.Add(body);
            }

            return count;
        }
    }

    [Fact]
    public async Task Ready_pods_take_turns_and_one_that_terminates_is_asked_only_while_there_is_no_other()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var second = await test.AddPodAsync("a-2", "a");
        await test.SeenAsync();
        (await PodsAsync()).ShouldBe(["a-1", "a-1", "a-1", "a-2", "a-2", "a-2"]);

        test.Slice("a-2", "a", second.Port, ready: false, terminating: true);
        await test.SeenAsync();
        (await PodsAsync()).ShouldAllBe(pod => pod == "a-1");

        test.RemoveSlice("a-1");
        await test.SeenAsync();
        (await PodsAsync()).ShouldAllBe(pod => pod == "a-2");

        test.Slice("a-2", "a", second.Port, ready: false, serving: false, terminating: true);
        await test.SeenAsync();
        (await test.Client.GetAsync("http://a.test/pod")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        async Task<List<string>> PodsAsync()
        {
            var pods = new List<string>();
            for (var i = 0; i < 6; i++)
                pods.Add(await test.Client.GetStringAsync("http://a.test/pod"));
            return [.. pods.Order()];
        }
    }

    [Fact]
    public async Task A_pod_that_does_not_accept_is_passed_over_whatever_the_request()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var deaf = new DeafPort();
        test.Slice("deaf", "a", deaf.Number);
        await test.SeenAsync();

        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://a.test/count") { Content = new StringContent("12345") };
            (await (await test.Client.SendAsync(request)).Content.ReadAsStringAsync()).ShouldBe("5");
        }

        (await test.TrafficAsync(span => span.Count, 10)).Sum(span => span.Errors).ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_pod_fails_no_GET()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var count = 0;
            for (; !stop.IsCancellationRequested || count <= 20; count++)
                (await test.Client.GetStringAsync("http://a.test/version")).ShouldBe("v1");
            return count;
        });
        for (var kill = 1; kill <= 3; kill++)
        {
            var victim = await test.AddPodAsync($"victim-{kill}", "a");
            await test.SeenAsync();
            await victim.KillAsync();
            test.RemoveSlice(victim.Name);
        }

        await stop.CancelAsync();
        (await asking).ShouldBeGreaterThan(20);
    }
}
