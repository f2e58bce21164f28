using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task It_passes_the_greeting_of_service_a_on()
    {
        using var client = EndToEnd.Client();

        (await client.GetStringAsync("/ping_service_a")).ShouldEndWith("""(via Service B)"}""");
    }
}
