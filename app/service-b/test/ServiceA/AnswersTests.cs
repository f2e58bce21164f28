using BigBen.ServiceB.ServiceA;
using Microsoft.AspNetCore.Http;
using WireMock.ResponseBuilders;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>Every answer that service A can get wrong, and what service B asks then.</summary>
public class AnswersTests
{
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
    [InlineData("<html>not JSON</html>")]
    public async Task An_answer_is_read_strictly_and_asked_for_once(string body)
    {
        using var serviceA = FakeServiceA.Start(200, body);
        var failure = await new Asking(serviceA.Url!).FailureAsync();
        failure.Status.ShouldBe(StatusCodes.Status502BadGateway);
        failure.Message.ShouldBe("service-a gave a bad answer.");
        serviceA.LogEntries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_content_is_no_greeting()
    {
        using var serviceA = FakeServiceA.Start(204, "");
        (await new Asking(serviceA.Url!).FailureAsync()).Status.ShouldBe(StatusCodes.Status502BadGateway);
    }

    [Fact]
    public async Task A_huge_answer_is_not_read()
    {
        using var serviceA = FakeServiceA.Start(200, $$"""{"message":"{{new string('x', AnswerLimit.Bytes)}}"}""");
        (await new Asking(serviceA.Url!).FailureAsync()).Message.ShouldBe("service-a gave a bad answer.");
        serviceA.LogEntries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_of_just_the_limit_is_read()
    {
        var message = new string('x', AnswerLimit.Bytes - """{"message":""}""".Length);
        using var serviceA = FakeServiceA.Start(200, $$"""{"message":"{{message}}"}""");
        (await new Asking(serviceA.Url!).GreetingAsync()).Message.ShouldBe($"{message} (via Service B)");
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(429, true)]
    [InlineData(408, true)]
    [InlineData(504, true)]
    [InlineData(404, false)]
    [InlineData(400, false)]
    public async Task What_may_pass_is_asked_for_again_a_few_times(int status, bool mayPass)
    {
        using var serviceA = FakeServiceA.Start(status, "");
        (await new Asking(serviceA.Url!).FailureAsync()).Status.ShouldBe(StatusCodes.Status502BadGateway);
        serviceA.LogEntries.Count.ShouldBe(mayPass ? 1 + Asking.Patient.RetriesWhileFailing : 1);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var elsewhere = FakeServiceA.Start(200, FakeServiceA.Hello);
        using var serviceA = FakeServiceA.Start(Response.Create().WithStatusCode(302).WithHeader("Location", $"{elsewhere.Url}/ping"));
        (await new Asking(serviceA.Url!).FailureAsync()).Status.ShouldBe(StatusCodes.Status502BadGateway);
        elsewhere.LogEntries.ShouldBeEmpty();
        serviceA.LogEntries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_gateway_with_nobody_behind_it_is_asked_until_somebody_is(int status)
    {
        using var serviceA = FakeServiceA.StartFailing(times: 9, status);
        (await new Asking(serviceA.Url!).GreetingAsync()).Message.ShouldBe("Hello! (via Service B)");
        serviceA.LogEntries.Count.ShouldBe(10);
    }

    [Fact]
    public async Task What_is_sent_is_a_plain_GET_that_carries_the_trace_on()
    {
        using var serviceA = FakeServiceA.Start(200, FakeServiceA.Hello);
        using var trace = new System.Diagnostics.Activity("test")
            .SetParentId("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .Start();
        await new Asking(serviceA.Url!).GreetingAsync();
        var request = serviceA.LogEntries.ShouldHaveSingleItem().RequestMessage!;
        request.Method.ShouldBe("GET");
        request.AbsolutePath.ShouldBe("/ping");
        request.Headers!.Keys.ShouldBe(["Host", "traceparent"], ignoreOrder: true);
        request.Headers["traceparent"].ShouldHaveSingleItem().ShouldBe(trace.Id);
    }
}
