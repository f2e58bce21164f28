using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceA.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task It_is_healthy_and_greets()
    {
        using var client = EndToEnd.Client();

        (await client.GetStringAsync("/health")).ShouldBe("""{"Status":"Success"}""");
        (await client.GetStringAsync("/ping")).ShouldStartWith("""{"message":""");
    }
}
