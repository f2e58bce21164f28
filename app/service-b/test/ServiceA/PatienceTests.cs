using Microsoft.AspNetCore.Http;
using WireMock.ResponseBuilders;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>How long and how often service B tries.</summary>
public class PatienceTests
{
    [Fact]
    public async Task A_slow_answer_is_given_up_and_asked_for_again_a_few_times()
    {
        using var serviceA = FakeServiceA.Start(Response.Create().WithBody(FakeServiceA.Hello).WithDelay(TimeSpan.FromMinutes(1)));
        var asking = new Asking(serviceA.Url!, Asking.Patient with { Attempt = TimeSpan.FromMilliseconds(300) });
        (await asking.FailureAsync()).Status.ShouldBe(StatusCodes.Status504GatewayTimeout);
    }

    [Fact]
    public async Task The_whole_call_has_an_end()
    {
        using var serviceA = FakeServiceA.Start(503, "");
        var asking = new Asking(
            serviceA.Url!, Asking.Patient with { Total = TimeSpan.FromMilliseconds(200), RetriesWhileGone = 1_000_000 });
        (await asking.FailureAsync()).Status.ShouldBe(StatusCodes.Status504GatewayTimeout);
    }

    [Fact]
    public async Task A_caller_who_goes_ends_the_call()
    {
        using var serviceA = FakeServiceA.Start(Response.Create().WithDelay(TimeSpan.FromMinutes(1)));
        using var caller = new CancellationTokenSource();
        var call = new Asking(serviceA.Url!).GreetingAsync(caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Retried_attempts_do_not_open_the_circuit()
    {
        // Nine attempts fail, the call succeeds.
        using var serviceA = FakeServiceA.StartFailing(times: 9, 503);
        var asking = new Asking(serviceA.Url!, Asking.Patient with { CircuitCalls = 2 });
        for (var call = 0; call < 3; call++)
            (await asking.GreetingAsync()).Message.ShouldBe("Hello! (via Service B)");
    }

    [Fact]
    public async Task The_circuit_opens_on_failed_calls_and_closes_when_service_A_is_back()
    {
        var failing = Asking.Patient.CircuitCalls * (1 + Asking.Patient.RetriesWhileFailing);
        using var serviceA = FakeServiceA.StartFailing(failing, 500);
        var clock = new ShiftedClock();
        var asking = new Asking(serviceA.Url!, Asking.Patient with { CircuitBreak = TimeSpan.FromHours(1) }, clock);
        for (var call = 0; call < Asking.Patient.CircuitCalls; call++)
            (await asking.FailureAsync()).Status.ShouldBe(StatusCodes.Status502BadGateway);
        var open = await asking.FailureAsync();
        open.Status.ShouldBe(StatusCodes.Status503ServiceUnavailable);
        open.RetryAfter.ShouldNotBeNull();
        serviceA.LogEntries.Count.ShouldBe(failing);

        clock.Ahead = TimeSpan.FromHours(1);
        (await asking.GreetingAsync()).Message.ShouldBe("Hello! (via Service B)");
    }

    /// <summary>The machine's clock, put forward.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
