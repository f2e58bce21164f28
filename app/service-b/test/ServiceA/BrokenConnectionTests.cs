using Microsoft.AspNetCore.Http;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>What only a server of one's own can do to a connection.</summary>
public class BrokenConnectionTests
{
    [Fact]
    public async Task A_cut_connection_is_tried_again()
    {
        var requests = 0;
        await using var serviceA = await BreakingServiceA.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) < 5)
                context.Abort();
            return context.Response.WriteAsync(FakeServiceA.Hello);
        });
        (await new Asking(serviceA.Url).GreetingAsync()).Message.ShouldBe("Hello! (via Service B)");
        requests.ShouldBe(5);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_tried_again()
    {
        var requests = 0;
        await using var serviceA = await BreakingServiceA.StartAsync(async context =>
        {
            await context.Response.WriteAsync(FakeServiceA.Hello[..5]);
            await context.Response.Body.FlushAsync();
            if (Interlocked.Increment(ref requests) < 3)
                context.Abort();
            await context.Response.WriteAsync(FakeServiceA.Hello[5..]);
        });
        (await new Asking(serviceA.Url).GreetingAsync()).Message.ShouldBe("Hello! (via Service B)");
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        var requests = 0;
        await using var serviceA = await BreakingServiceA.StartAsync(async context =>
        {
            Interlocked.Increment(ref requests);
            var piece = new byte[1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        (await new Asking(serviceA.Url).FailureAsync()).Message.ShouldBe("service-a gave a bad answer.");
        requests.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_too_slow()
    {
        await using var serviceA = await BreakingServiceA.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var asking = new Asking(serviceA.Url, Asking.Patient with { Attempt = TimeSpan.FromMilliseconds(300) });
        (await asking.FailureAsync()).Status.ShouldBe(StatusCodes.Status504GatewayTimeout);
        asking.Retries.ShouldBe(Asking.Patient.RetriesWhileFailing);
    }
}
