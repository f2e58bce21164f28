using BigBen.ServiceB.ServiceA;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests.ServiceA;

public class RestartTests
{
    /// <summary>
    /// The service's own pauses, by which retries bridge the gap; how long a busy machine takes for an answer, or to end the gap, is not
    /// judged.
    /// </summary>
    private static readonly ServiceAPatience Patience =
        new() { Total = Asking.Patient.Total, Attempt = Asking.Patient.Attempt, RetriesWhileGone = 1_000_000 };

    [Fact]
    public async Task No_request_fails_while_the_only_service_A_restarts_again_and_again()
    {
        await using var port = new RelayedPort();
        await using var serviceA = new Restarting();
        port.Open(await serviceA.StartAsync());
        var asking = new Asking($"http://127.0.0.1:{port.Number}", Patience);
        using var end = new CancellationTokenSource();
        var answers = 0;
        var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                (await asking.GreetingAsync()).Message.ShouldBe("Greetings from Service A! (via Service B)");
                Interlocked.Increment(ref answers);
            }
        })).ToArray();

        try
        {
            for (var restart = 0; restart < 3; restart++)
            {
                // Up beforehand, and the old one's end is not waited for: on a busy machine a process can take longer
                // to start or to end than the retries last. The gap is over once a request has met it.
                var next = await serviceA.StartAsync();
                await UntilAnsweredAsync(200);
                var retries = asking.Retries;
                await port.CloseAsync();
                serviceA.TerminateOld();
                await UntilAsync(() => asking.Retries > retries);
                port.Open(next);
                (await serviceA.EndOldAsync()).ShouldBe(0);
            }

            await UntilAnsweredAsync(200);
            await end.CancelAsync();
            await Task.WhenAll(callers);
        }
        finally
        {
            await end.CancelAsync();
        }

        Task UntilAnsweredAsync(int more)
        {
            var goal = Volatile.Read(ref answers) + more;
            return UntilAsync(() => Volatile.Read(ref answers) >= goal);
        }

        async Task UntilAsync(Func<bool> done)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!done())
            {
                if (callers.FirstOrDefault(caller => caller.IsFaulted) is { } failed)
                    await failed;
                await Task.Delay(5, deadline.Token);
            }
        }
    }

    /// <summary>One service A after the other.</summary>
    private sealed class Restarting : IAsyncDisposable
    {
        private readonly List<ServiceProcess> _started = [];

        /// <summary>Starts the next one and returns its port.</summary>
        public async Task<int> StartAsync()
        {
            _started.Add(await ServiceProcess.StartAsync("BigBen.ServiceA.dll", ("DRAIN_DELAY_SECONDS", "0")));
            return _started[^1].Public.BaseAddress!.Port;
        }

        public void TerminateOld() => _started[^2].Terminate();

        public Task<int> EndOldAsync() => _started[^2].EndAsync();

        public async ValueTask DisposeAsync()
        {
            foreach (var service in _started)
                await service.DisposeAsync();
        }
    }
}
