using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Echo.Tests;

public class HostHealthTests
{
    [Fact]
    public async Task It_tells_which_machine_answers_byte_for_byte()
    {
        await using var service = await RunningService.StartAsync(Service.Build);

        (await service.Public.GetStringAsync("/-/health")).ShouldBe(
            $$$"""{"status":"ok","debug":{"hostname":"{{{Environment.MachineName}}}","ip":"127.0.0.1"}}""");
    }

    [Theory]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("fd00::1", "fd00::1")]
    public void An_address_is_written_as_people_know_it(string address, string written) =>
        HostHealthRoute.Of(IPAddress.Parse(address)).Debug.Ip.ShouldBe(written);
}
