using BigBen.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BigBen.ServiceB.Tests;

public class ProxyTests
{
    [Fact]
    public async Task A_service_name_is_asked_for_through_http_proxy()
    {
        var targets = new TaskCompletionSource<string>();
        await using var proxy = await StubServiceA.StartAsync(context =>
        {
            targets.TrySetResult(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
            return context.Response.WriteAsync("""{"message":"Hello from the proxy!"}""");
        });
        await using var serviceB = await ServiceProcess.StartAsync(
            "BigBen.ServiceB.dll", ("SERVICE_A_URL", "http://service-a:8011"), ("http_proxy", proxy.Url), ("no_proxy", ""));
        (await serviceB.Public.GetStringAsync("/ping_service_a")).ShouldBe("""{"message":"Hello from the proxy! (via Service B)"}""");
        (await targets.Task).ShouldBe("http://service-a:8011/ping");
    }

    [Fact]
    public async Task A_loopback_address_is_asked_directly()
    {
        await using var proxy = await StubServiceA.StartAsync(502, "");
        await using var stub = await StubServiceA.StartAsync(200, """{"message":"Hello!"}""");
        await using var serviceB = await ServiceProcess.StartAsync(
            "BigBen.ServiceB.dll", ("SERVICE_A_URL", stub.Url), ("http_proxy", proxy.Url), ("no_proxy", ""));
        (await serviceB.Public.GetStringAsync("/ping_service_a")).ShouldBe("""{"message":"Hello! (via Service B)"}""");
        proxy.Requests.ShouldBeEmpty();
    }
}
