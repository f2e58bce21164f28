using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Users.Tests;

public class OpenApiTests
{
    [Fact]
    public async Task The_committed_document_is_the_served_one()
    {
        await using var service = await RunningService.StartAsync(Service.Build, "--SECRET_KEY=pepper");
        await OpenApiDocument.ShouldBeCommittedAsync(service, "examples/users");
    }
}
