using System.Diagnostics.Metrics;
using System.Net;
using BigBen.ServiceB.ServiceA;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace BigBen.ServiceB.Tests.ServiceA;

public sealed class ServiceAClientTests : IDisposable
{
    private readonly Meter _meter = new("test");
    // Patience that no busy machine exhausts; tests of impatience shorten it.
    private readonly ServiceAPatience _patience = new()
    {
        Total = TimeSpan.FromMinutes(2),
        Attempt = TimeSpan.FromMinutes(1),
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(10),
    };

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"message":""}""")]
    [InlineData("""{"message":7}""")]
    [InlineData("""{"Message":"Hello!"}""")]
    [InlineData("""{"message":"Hello!","message":"Bye!"}""")]
    [InlineData("""{"message":"Hello!"} and more""")]
    [InlineData("""{"message":"Hello!""")]
    public async Task An_answer_is_read_strictly_and_asked_for_once(string body)
    {
        await using var stub = await StubServiceA.StartAsync(200, body);
        (await FailureAsync(stub.Url)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        var sent = 0L;
        await using var stub = await StubServiceA.StartAsync(async context =>
        {
            var piece = new byte[1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref sent, piece.Length);
            }
        });
        (await FailureAsync(stub.Url)).Message.ShouldBe("service-a gave a bad answer.");
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_too_slow()
    {
        await using var stub = await StubServiceA.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var http = ServiceAServices.Http(new Uri(stub.Url));
        var client = Client(http, _patience with { Attempt = TimeSpan.FromMilliseconds(300) });
        (await Should.ThrowAsync<ServiceAException>(() => client.PingAsync(default))).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        stub.Requests.Count.ShouldBe(1 + _patience.RetriesWhileFailing);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(429, true)]
    [InlineData(504, true)]
    [InlineData(404, false)]
    [InlineData(400, false)]
    [InlineData(302, false)]
    public async Task What_may_pass_is_asked_for_again_a_few_times(int status, bool mayPass)
    {
        await using var stub = await StubServiceA.StartAsync(status, "");
        (await FailureAsync(stub.Url)).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        stub.Requests.Count.ShouldBe(mayPass ? 1 + _patience.RetriesWhileFailing : 1);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_gateway_with_nobody_behind_it_is_asked_until_somebody_is(int status)
    {
        var requests = 0;
        await using var stub = await StubServiceA.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) < 10 ? status : 200;
            return context.Response.WriteAsync("""{"message":"Hello!"}""");
        });
        (await PingAsync(stub.Url)).Message.ShouldBe("Hello!");
    }

    [Fact]
    public async Task A_cut_connection_is_tried_again()
    {
        var requests = 0;
        await using var stub = await StubServiceA.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) < 5)
                context.Abort();
            return context.Response.WriteAsync("""{"message":"Hello!"}""");
        });
        (await PingAsync(stub.Url)).Message.ShouldBe("Hello!");
    }

    [Fact]
    public async Task The_circuit_opens_on_failed_calls_and_closes_when_service_A_is_back()
    {
        var status = 500;
        await using var stub = await StubServiceA.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return context.Response.WriteAsync("""{"message":"Hello!"}""");
        });
        using var http = ServiceAServices.Http(new Uri(stub.Url));
        var client = Client(http, _patience with { CircuitBreak = TimeSpan.FromMilliseconds(500) });
        for (var call = 0; call < _patience.CircuitCalls; call++)
            (await Should.ThrowAsync<ServiceAException>(() => client.PingAsync(default))).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var open = await Should.ThrowAsync<ServiceAException>(() => client.PingAsync(default));
        open.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        open.RetryAfter.ShouldNotBeNull();

        Volatile.Write(ref status, 200);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Greeting? greeting = null;
        while (greeting is null)
        {
            try
            {
                greeting = await client.PingAsync(deadline.Token);
            }
            catch (ServiceAException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(10, deadline.Token);
            }
        }

        greeting.Message.ShouldBe("Hello!");
    }

    [Fact]
    public async Task Retried_attempts_do_not_open_the_circuit()
    {
        var requests = 0;
        await using var stub = await StubServiceA.StartAsync(context =>
        {
            // Nine attempts of ten fail, every call succeeds.
            context.Response.StatusCode = Interlocked.Increment(ref requests) % 10 == 0 ? 200 : 503;
            return context.Response.WriteAsync("""{"message":"Hello!"}""");
        });
        using var http = ServiceAServices.Http(new Uri(stub.Url));
        var client = Client(http, _patience);
        for (var call = 0; call < 2 * _patience.CircuitCalls; call++)
            (await client.PingAsync(default)).Message.ShouldBe("Hello!");
    }

    [Fact]
    public async Task The_whole_call_has_an_end()
    {
        await using var stub = await StubServiceA.StartAsync(503, "");
        using var http = ServiceAServices.Http(new Uri(stub.Url));
        var client = Client(http, _patience with { Total = TimeSpan.FromMilliseconds(200), RetriesWhileGone = 1_000_000 });
        (await Should.ThrowAsync<ServiceAException>(() => client.PingAsync(default))).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task A_caller_who_goes_ends_the_call()
    {
        await using var stub = await StubServiceA.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var http = ServiceAServices.Http(new Uri(stub.Url));
        using var caller = new CancellationTokenSource();
        var call = Client(http, _patience).PingAsync(caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    private async Task<ServiceAException> FailureAsync(string url) => await Should.ThrowAsync<ServiceAException>(() => PingAsync(url));

    private async Task<Greeting> PingAsync(string url)
    {
        using var http = ServiceAServices.Http(new Uri(url));
        return await Client(http, _patience).PingAsync(default);
    }

    private ServiceAClient Client(HttpClient http, ServiceAPatience patience) =>
        new(http, ServiceAPipeline.Build(patience, _meter, TimeProvider.System), NullLogger<ServiceAClient>.Instance);
}
