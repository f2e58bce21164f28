using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Passengers.Tests;

public class OpenApiTests
{
    [Fact]
    public async Task The_committed_document_is_the_served_one()
    {
        await using var service = await RunningService.StartAsync(Service.Build);
        await OpenApiDocument.ShouldBeCommittedAsync(service, "examples/passengers");
    }
}
