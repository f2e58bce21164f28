using System.Net;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class ReadyTests
{
    [Fact]
    public async Task It_is_ready_once_started()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_not_ready_before()
    {
        await using var app = Specimen.Build([]);
        app.Services.GetRequiredService<Drain>().Ready.ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_not_ready_once_stopping_while_it_still_serves()
    {
        var time = new EndedByTheTest();
        await using var service = await RunningService.StartAsync(
            args => Specimen.Build(args, null, _ => Task.CompletedTask, time), "--DRAIN_DELAY_SECONDS=600");
        service.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopping = service.Services.GetRequiredService<IHost>().StopAsync();
        try
        {
            (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await service.Public.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            time.End();
        }

        await stopping;
    }

    /// <summary>A clock by which every wait is over once the test says so.</summary>
    private sealed class EndedByTheTest : TimeProvider
    {
        private readonly Lock _gate = new();
        private readonly List<ITimer> _timers = [];
        private bool _ended;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                var timer = base.CreateTimer(callback, state, _ended ? TimeSpan.Zero : dueTime, period);
                _timers.Add(timer);
                return timer;
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
                foreach (var timer in _timers)
                    timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
