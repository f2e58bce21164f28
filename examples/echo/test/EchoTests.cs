using System.Net;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BigBen.Examples.Echo.Tests;

public class EchoTests
{
    [Fact]
    public async Task It_says_back_what_it_is_told_byte_for_byte()
    {
        await using var service = await RunningService.StartAsync(Service.Build);

        var response = await service.Public.GetAsync("/api/echo?text=foo");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"text":"foo"}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a+b&c=d/e?f#g ")]
    [InlineData("\"\\\n\0<script>")]
    [InlineData("Grüße, 世界 🚢")]
    public async Task Any_text_comes_back_as_it_was_sent(string text)
    {
        await using var service = await RunningService.StartAsync(Service.Build);

        var answer = JsonElement.Parse(await service.Public.GetStringAsync($"/api/echo?text={Uri.EscapeDataString(text)}"));

        answer.GetProperty("text").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task Without_a_text_it_answers_422_with_the_name_of_what_is_missing()
    {
        await using var service = await RunningService.StartAsync(Service.Build);

        var response = await service.Public.GetAsync("/api/echo");

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        problem.GetProperty("status").GetInt32().ShouldBe(422);
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("errors").GetProperty("text")[0].GetString().ShouldBe("The query has no 'text': ask with ?text=…");
    }

    [Fact]
    public void An_empty_text_is_a_text() => Echo.Answer("").Result.ShouldBeOfType<Ok<Echoed>>().Value.ShouldBe(new Echoed(""));
}
