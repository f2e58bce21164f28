using System.Net;
using BigBen.ApiServer.Clients;
using BigBen.Ingress.Tcp;

namespace BigBen.Tests.Ingress.Tcp;

public class LoopbackAddressTests
{
    [Fact]
    public async Task A_Service_has_the_same_address_again_and_never_one_that_another_has()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // Other runs of this test on the machine take addresses as well.
        var clusterIP = $"10.96.{Random.Shared.Next(256)}.{Random.Shared.Next(200)}";
        using var first = LoopbackAddress.Take(clusterIP);
        using var second = LoopbackAddress.Take(clusterIP);

        $"{first.Value}".ShouldStartWith("127.96.");
        (first.IsOwn, second.IsOwn).ShouldBe((true, true));
        second.Value.ShouldNotBe(first.Value);
        first.Dispose();

        // A process that a parallel test is just starting holds what was closed a moment ago.
        await Eventually.TrueAsync(() =>
        {
            using var again = LoopbackAddress.Take(clusterIP);
            return Task.FromResult(again.Value.Equals(first.Value));
        });
    }

    [Fact]
    public void Services_share_127_0_0_1_by_free_ports_where_there_is_no_other_address()
    {
        // No machine has an address of a network for documentation (RFC 5737), as macOS has none of 127.0.0.0/8 but one.
        var address = LoopbackAddress.Take("10.96.2.1", network: [203, 0]);
        using var service = new TcpService(new NamespacedName("developer", "db"), address, _ => null, CancellationToken.None);

        service.Update([(80, "http"), (5432, "postgres")]).ShouldBeEmpty();

        address.Value.ShouldBe(IPAddress.Loopback);
        service.Address.Host.ShouldBe("127.0.0.1");
        service.Address.Ports.Keys.ShouldBe([80, 5432], ignoreOrder: true);
        service.Address.Ports.Values.ShouldAllBe(port => port > 1023);
        service.Address.Ports.Values.ShouldBeUnique();
    }
}
