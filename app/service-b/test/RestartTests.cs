using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

public class RestartTests
{
    [Fact]
    public async Task No_request_fails_while_the_only_service_A_restarts_again_and_again()
    {
        var settings = new[] { ("HTTP_PORT", $"{FreePort.Next()}"), ("DRAIN_DELAY_SECONDS", "0") };
        var serviceA = await ServiceProcess.StartAsync("BigBen.ServiceA.dll", settings);
        try
        {
            await using var serviceB = await ServiceProcess.StartAsync(
                "BigBen.ServiceB.dll", ("SERVICE_A_URL", serviceA.Public.BaseAddress!.ToString()));
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
                    await UntilAnsweredAsync(200);
                    serviceA.Terminate();
                    (await serviceA.EndAsync()).ShouldBe(0);
                    await serviceA.DisposeAsync();
                    serviceA = await ServiceProcess.StartAsync("BigBen.ServiceA.dll", settings);
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
            await serviceA.DisposeAsync();
        }
    }
}
