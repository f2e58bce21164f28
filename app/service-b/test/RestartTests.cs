using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

public class RestartTests
{
    [Fact]
    public async Task No_request_fails_while_the_only_service_A_restarts_again_and_again()
    {
        await using var port = new RelayedPort();
        var started = new List<ServiceProcess>();
        try
        {
            var serviceA = await StartAsync();
            port.Open(serviceA.Public.BaseAddress!.Port);
            await using var serviceB = await ServiceProcess.StartAsync(
                "BigBen.ServiceB.dll", ("SERVICE_A_URL", $"http://127.0.0.1:{port.Number}"));
            using var end = new CancellationTokenSource();
            var answers = 0;
            var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    (await serviceB.Public.GetAsync("/ping_service_a", CancellationToken.None)).StatusCode.ShouldBe(HttpStatusCode.OK);
                    Interlocked.Increment(ref answers);
                }
            })).ToArray();

            try
            {
                for (var restart = 0; restart < 3; restart++)
                {
                    // Up beforehand: on a busy machine a process can take longer to start than service B has patience.
                    var next = await StartAsync();
                    await UntilAnsweredAsync(200);
                    await port.CloseAsync();
                    serviceA.Terminate();
                    (await serviceA.EndAsync()).ShouldBe(0);
                    serviceA = next;
                    port.Open(serviceA.Public.BaseAddress!.Port);
                }

                await UntilAnsweredAsync(200);
                await end.CancelAsync();
                await Task.WhenAll(callers);
            }
            finally
            {
                await end.CancelAsync();
            }

            async Task UntilAnsweredAsync(int more)
            {
                var goal = Volatile.Read(ref answers) + more;
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                while (Volatile.Read(ref answers) < goal && !callers.Any(caller => caller.IsFaulted))
                    await Task.Delay(5, deadline.Token);
            }
        }
        finally
        {
            foreach (var service in started)
                await service.DisposeAsync();
        }

        async Task<ServiceProcess> StartAsync()
        {
            started.Add(await ServiceProcess.StartAsync("BigBen.ServiceA.dll", ("DRAIN_DELAY_SECONDS", "0")));
            return started[^1];
        }
    }
}
