using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace BigBen.ServiceB.Tests.ServiceA;

/// <summary>A WireMock server that answers <c>GET /ping</c> as a test wants service A to.</summary>
internal static class FakeServiceA
{
    public const string Hello = """{"message":"Hello!"}""";

    // The first request compiles WireMock, which on a busy machine takes longer than the service waits for an answer.
    static FakeServiceA()
    {
        using var server = Start(200, Hello);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/ping");
        client.Send(request).Dispose();
    }

    /// <summary>Always the same answer.</summary>
    public static WireMockServer Start(int status, string body) => Start(Response.Create().WithStatusCode(status).WithBody(body));

    /// <summary>Always the same answer.</summary>
    public static WireMockServer Start(IResponseBuilder answer)
    {
        var server = Start();
        server.Given(Request.Create().WithPath("/ping").UsingGet()).RespondWith(answer);
        return server;
    }

    /// <summary>Some failures, then greetings.</summary>
    public static WireMockServer StartFailing(int times, int status)
    {
        var server = Start();
        var ping = Request.Create().WithPath("/ping").UsingGet();
        server.Given(ping).InScenario("recovery").WillSetStateTo("recovered", times).RespondWith(Response.Create().WithStatusCode(status));
        server.Given(ping).InScenario("recovery").WhenStateIs("recovered")
            .RespondWith(Response.Create().WithStatusCode(200).WithBody(Hello));
        return server;
    }

    // In milliseconds; by itself it gives up after ten seconds.
    private static WireMockServer Start() => WireMockServer.Start(settings => settings.StartTimeout = 60_000);
}
