using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class HealthTests
{
    [Fact]
    public async Task It_says_Success_byte_for_byte()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Public.GetStringAsync("/health")).ShouldBe("""{"Status":"Success"}""");
    }
}
