using System.Net;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;

namespace BigBen.Examples.Passengers.Tests.List;

/// <summary>Whatever a client sends is either kept as it is or refused by a problem document: never an error of the service.</summary>
[Collection(WithPostgres.Name)]
public class PassengerTextTests(PostgresFixture postgres)
{
    private static readonly string[] Bodies =
    [
        "", "null", "[]", "{}", "0", "\"a\"", "{", "{\"name\":", "\u0000", "{\"name\":\"\\ud800\"}", "{\"name\":{}}",
        "{\"survived\":\"yes\"}",
        "{\"passengerClass\":1e99}", "{\"age\":1e400}", "{\"age\":1e-400}", "{\"age\":-0}", "{\"fare\":99999999999999999999999999999999}",
        "{\"passengerClass\":2147483648}", $"{{\"name\":{new string('[', 1000)}", $"{{\"name\":\"{new string('世', 1 << 20)}\"}}",
        "{\"name\":\"a\",\"name\":\"b\"}",
    ];

    private static readonly string[] Headers = ["\"", "W/\"1\"", "*, \"1\"", "\"99999999999\"", ",", "1", "\"1\", \"2\""];

    // Every character that UTF-16 has, halves of pairs among them, and what SQL, JSON and paths are made of.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char.Array[0, 220].Select(letters => new string(letters)),
        Gen.Char["\0\n\t'\"\\;-%_/?#&+ \ud83c\udf39\u200d\u202e\ufeffé"].Array[0, 30].Select(letters => new string(letters)));

    [PostgresFact]
    public async Task A_text_is_kept_as_it_is_or_refused()
    {
        await using var service = await postgres.StartServiceAsync();

        await Texts.SampleAsync(
            async text =>
            {
                var body = JsonSerializer.Serialize(new Dictionary<string, object>
                {
                    ["survived"] = true,
                    ["passengerClass"] = 1,
                    ["name"] = "?",
                    ["sex"] = "male",
                    ["age"] = 1,
                    ["siblingsOrSpousesAboard"] = 0,
                    ["parentsOrChildrenAboard"] = 0,
                    ["fare"] = 7,
                }).Replace("\"?\"", Quoted(text), StringComparison.Ordinal);
                var answer = await service.Public.PostAsync("/passengers", new StringContent(body, null, "application/json"));
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    await answer.ShouldBeRefusalAsync();
                    return;
                }

                (await answer.BodyAsync()).GetProperty("name").GetString().ShouldBe(text);
                var found = await service.Public.GetAsync(answer.Headers.Location);
                (await found.BodyAsync()).GetProperty("name").GetString().ShouldBe(text);
            },
            iter: 100,
            threads: 4);
    }

    [PostgresFact]
    public async Task What_is_no_passenger_no_path_and_no_tag_is_refused()
    {
        await using var service = await postgres.StartServiceAsync();
        var uuid = Guid.NewGuid();

        foreach (var body in Bodies)
        {
            var content = () => new StringContent(body, null, "application/json");
            await (await service.Public.PostAsync("/passengers", content())).ShouldBeRefusalAsync();
            await (await service.Public.PutAsync($"/passengers/{uuid}", content())).ShouldBeRefusalAsync();
        }

        foreach (var header in Headers)
            await (await AskAsync(HttpMethod.Delete, $"/passengers/{uuid}", header)).ShouldBeRefusalAsync();

        await Texts.SampleAsync(
            async text =>
            {
                // Half of a pair has no form in a path, and the server itself refuses a path with NUL, before the service sees it.
                var path = Uri.EscapeDataString(
                    string.Concat(text.Select(letter => letter == '\0' || char.IsSurrogate(letter) ? 'a' : letter)));
                foreach (var url in new[] { $"/passengers/a{path}", $"/passengers?limit=a{path}", $"/passengers?offset=a{path}" })
                    await (await service.Public.GetAsync(url)).ShouldBeRefusalAsync();
            },
            iter: 50,
            threads: 4);

        async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string tag)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("If-Match", tag).ShouldBeTrue();
            return await service.Public.SendAsync(request);
        }
    }

    // As JSON, each character by its number: halves of pairs stay halves.
    private static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))}\"";
}
