using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class AliveTests
{
    [Fact]
    public async Task It_says_Success()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Management.GetStringAsync("/alive")).ShouldBe("""{"Status":"Success"}""");
    }
}
