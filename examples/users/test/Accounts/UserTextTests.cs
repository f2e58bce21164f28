using System.Net;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;

namespace BigBen.Examples.Users.Tests.Accounts;

/// <summary>Whatever a client sends is either kept as it is or refused by a problem document: never an error of the service.</summary>
[Collection(WithDatabases.Name)]
public class UserTextTests(DatabaseFixture databases)
{
    private static readonly string[] Bodies =
    [
        "", "null", "[]", "0", "{", "{\"name\":{}}", "{\"name\":\"\\ud800\"}", "{\"email\":1}", $"{{\"name\":{new string('[', 1000)}",
        $"{{\"name\":\"{new string('世', 1 << 20)}\"}}",
    ];

    // Every character that UTF-16 has, halves of pairs among them, and what SQL, JSON and paths are made of.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Char.Array[0, 120].Select(letters => new string(letters)),
        Gen.Char["\0\n\t'\"\\;-%_/?#&+ @\ud83c\udf39\u200d\u202e\ufeffé"].Array[0, 30].Select(letters => new string(letters)));

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task A_text_is_kept_as_it_is_or_refused(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);
        var number = 0;

        await Gen.Select(Texts, Texts, Gen.Bool).SampleAsync(
            async (name, email, plain) =>
            {
                var address = plain ? $"{Interlocked.Increment(ref number)}@b" : $"{email}{Interlocked.Increment(ref number)}@b";
                var password = $"{name[..Math.Min(90, name.Length)]}12345678";
                var body = $$"""{"name":{{Quoted(name)}},"email":{{Quoted(address)}},"password":{{Quoted(password)}}}""";
                var answer = await service.Public.PostAsync("/users", new StringContent(body, null, "application/json"));
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    await answer.ShouldBeRefusalAsync();
                    return;
                }

                var found = await (await service.Public.GetAsync(answer.Headers.Location)).BodyAsync();
                found.GetProperty("name").GetString().ShouldBe(name);
                found.GetProperty("email").GetString().ShouldBe(address.ToLowerInvariant());
            },
            iter: 100,
            threads: 4);

        foreach (var body in Bodies)
        {
            await (await service.Public.PostAsync("/users", Content(body))).ShouldBeRefusalAsync();
            await (await service.Public.PutAsync("/users/1", Content(body))).ShouldBeRefusalAsync();
        }

        foreach (var url in new[] { "/users/0", "/users/-1", "/users/%01", "/users/2147483648", "/users?page=2147483647", "/users?page=a" })
            await (await service.Public.GetAsync(url)).ShouldBeRefusalAsync();

        StringContent Content(string body) => new(body, null, "application/json");
    }

    // As JSON, each character by its number: halves of pairs stay halves.
    private static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))}\"";
}
