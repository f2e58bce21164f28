using BigBen.Foundation;
using BigBen.Hostile;
using BigBen.Hostile.Http;
using BigBen.Hostile.Sockets;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Ingress;

/// <summary>The first of what backstage/hostile tries.</summary>
public class HostileRequestsTests
{
    private const int Requests = 3000;

    [Fact]
    public async Task Whatever_comes_is_answered_or_cut_and_by_no_error_of_ours()
    {
        await using var api = await TestApi.StartAsync();
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync(host: $"dev.service-a.{PlatformHosts.Domain}");
        var doors = api.Doors with { Router = test.Controller.Port };

        var outcome = await new Volley(doors, new HttpGrammar(doors), Choice.KeptSeed).SendAsync(0, Requests);

        outcome.Failures.ShouldBeEmpty(string.Join("\n", outcome.Failures));
        outcome.Cases.ShouldBe(Requests);
    }
}
