using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class DrainTests
{
    private const string Assembly = "BigBen.ServiceDefaults.Tests.dll";

    /// <summary>Seconds that a busy machine does not use up; who does not wait for the service's end stops it by force.</summary>
    private const string LongerThanTheTest = "600";

    [Fact]
    public async Task After_SIGTERM_it_is_unready_and_alive_and_serves_on()
    {
        await using var service = await ServiceProcess.StartAsync(Assembly, ("DRAIN_DELAY_SECONDS", LongerThanTheTest));
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        service.Terminate();

        HttpResponseMessage ready;
        do
            ready = await service.Management.GetAsync("/ready");
        while (ready.StatusCode == HttpStatusCode.OK);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("The service is shutting down.");
        (await service.Management.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var served = await service.Public.GetAsync("/ok/1");
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        served.Headers.ConnectionClose.ShouldBe(true);
    }

    [Fact]
    public async Task Requests_in_flight_finish_after_the_listener_has_closed()
    {
        await using var service = await ServiceProcess.StartAsync(
            Assembly, ("DRAIN_DELAY_SECONDS", "0"), ("DRAIN_IN_FLIGHT_SECONDS", LongerThanTheTest));
        // The headers are here: the request is in flight.
        var slow = await service.Public.GetAsync("/slow/2", HttpCompletionOption.ResponseHeadersRead);

        service.Terminate();

        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            while (true)
                await service.Public.GetAsync("/ok/1");
        });
        (await slow.Content.ReadAsStringAsync()).ShouldBe("begun done");
        (await service.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Requests_in_flight_that_take_longer_than_they_may_are_cut_off_before_the_kubelet_kills_the_service()
    {
        await using var service = await ServiceProcess.StartAsync(
            Assembly, ("DRAIN_DELAY_SECONDS", "0"), ("DRAIN_IN_FLIGHT_SECONDS", "0.1"));
        var slow = await service.Public.GetAsync($"/slow/{LongerThanTheTest}", HttpCompletionOption.ResponseHeadersRead);

        service.Terminate();

        await Should.ThrowAsync<HttpRequestException>(slow.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Under_load_no_request_fails_while_the_router_learns_of_it()
    {
        await using var service = await ServiceProcess.StartAsync(Assembly, ("DRAIN_DELAY_SECONDS", LongerThanTheTest));
        using var unready = new CancellationTokenSource();
        var served = 0;
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            // As a router does: it sends requests until some time after it has seen the pod unready.
            while (!unready.IsCancellationRequested)
            {
                (await service.Public.GetAsync("/ok/1", CancellationToken.None)).StatusCode.ShouldBe(HttpStatusCode.OK);
                Interlocked.Increment(ref served);
            }
        })).ToArray();
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref served) > 500));

        service.Terminate();
        await UntilAsync(async () => (await service.Management.GetAsync("/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        var before = Volatile.Read(ref served);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref served) > before + 500 || callers.Any(caller => caller.IsFaulted)));
        await unready.CancelAsync();

        await Task.WhenAll(callers);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(5, deadline.Token);
    }
}
