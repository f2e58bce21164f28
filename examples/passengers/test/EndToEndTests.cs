using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Passengers.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task The_list_is_there_and_takes_a_passenger_and_lets_one_go()
    {
        using var client = EndToEnd.Client();
        JsonElement.Parse(await client.GetStringAsync("/passengers")).GetArrayLength().ShouldBeGreaterThanOrEqualTo(800);

        var added = await client.PostAsJsonAsync("/passengers", new PassengerInput(true, 1, "Miss. Rose", "female", 0, 2, 71.2833m, 17));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = added.Headers.Location!.OriginalString;
        (await client.GetStringAsync(path)).ShouldContain("Miss. Rose");
        (await client.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
