using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class EndToEndTests
{
    [Fact]
    public async Task A_host_of_this_machine_is_reached_whether_or_not_its_resolver_knows_it()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        using var client = EndToEnd.ClientOf(new Uri($"http://a.name.of.its.own.localhost:{service.Public.BaseAddress!.Port}"));

        (await client.GetStringAsync("/health")).ShouldBe("""{"Status":"Success"}""");
    }
}
