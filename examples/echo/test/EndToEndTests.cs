using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Echo.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task It_says_back_what_it_is_told()
    {
        using var client = EndToEnd.Client();

        (await client.GetStringAsync("/api/echo?text=foo")).ShouldBe("""{"text":"foo"}""");
        (await client.GetAsync("/api/echo")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
