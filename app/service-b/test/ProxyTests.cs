using BigBen.ServiceB.Tests.ServiceA;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

public class ProxyTests
{
    [Fact]
    public async Task A_service_name_is_asked_for_through_http_proxy()
    {
        using var proxy = FakeServiceA.Start(200, FakeServiceA.Hello);
        await using var serviceB = await ServiceProcess.StartAsync(
            "BigBen.ServiceB.dll", ("SERVICE_A_URL", "http://service-a:8011"), ("http_proxy", proxy.Url!), ("no_proxy", ""));
        (await serviceB.GreetingAsync()).ShouldBe("""{"message":"Hello! (via Service B)"}""");
        proxy.LogEntries.ShouldAllBe(entry => entry.RequestMessage!.AbsoluteUrl == "http://service-a:8011/ping");
    }

    [Fact]
    public async Task A_loopback_address_is_asked_directly()
    {
        using var proxy = FakeServiceA.Start(502, "");
        using var serviceA = FakeServiceA.Start(200, FakeServiceA.Hello);
        await using var serviceB = await ServiceProcess.StartAsync(
            "BigBen.ServiceB.dll", ("SERVICE_A_URL", serviceA.Url!), ("http_proxy", proxy.Url!), ("no_proxy", ""));
        (await serviceB.GreetingAsync()).ShouldBe("""{"message":"Hello! (via Service B)"}""");
        proxy.LogEntries.ShouldBeEmpty();
    }
}
