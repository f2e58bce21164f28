using System.Net;
using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Users.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task A_user_is_added_found_and_taken_out()
    {
        using var client = EndToEnd.Client();

        var added = await client.PostAsJsonAsync(
            "/users", new UserInput("Ada Lovelace", $"{Guid.NewGuid():N}@example.org", "difference engine"));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = added.Headers.Location!.OriginalString;
        (await client.GetStringAsync(path)).ShouldContain("Ada Lovelace");
        (await client.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
