using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;

namespace BigBen.Examples.Passengers.Tests.List;

[Collection(WithPostgres.Name)]
[Trait("Category", "Integration")]
public class PassengerRoutesTests(PostgresFixture postgres)
{
    private const string Letters = "abcXYZ019é世'\"\\% ;-$@{}";

    private static readonly PassengerInput Rose = new(true, 1, "Miss. Rose 🌹 O'Neill", "female", 0, 2, 71.2833m, 0.75m);

    [PostgresFact]
    public async Task A_passenger_is_added_found_changed_and_taken_out_by_either_name_of_each_route()
    {
        await using var service = await postgres.StartServiceAsync();
        foreach (var (list, get, post, put, delete) in new[]
        {
            ("/passengers", "/passengers/", "/passengers", "/passengers/", "/passengers/"),
            ("/passengerlist", "/getpassenger/", "/postpassenger", "/putpassenger/", "/deletepassenger/"),
        })
        {
            var added = await service.Public.PostAsJsonAsync(post, Rose);
            added.StatusCode.ShouldBe(HttpStatusCode.Created);
            var uuid = (await added.BodyAsync()).GetProperty("uuid").GetString();
            added.Headers.Location!.OriginalString.ShouldBe($"/passengers/{uuid}");

            var found = await service.Public.GetAsync(get + uuid);
            found.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await found.Content.ReadAsStringAsync()).ShouldBe(await added.Content.ReadAsStringAsync());
            (await service.Public.GetStringAsync(list)).ShouldBe($"[{await found.Content.ReadAsStringAsync()}]");

            var changed = await service.Public.PutAsJsonAsync(put + uuid, Rose with { Name = "Mrs. Rose Calvert" });
            changed.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await changed.BodyAsync()).GetProperty("name").GetString().ShouldBe("Mrs. Rose Calvert");

            (await service.Public.DeleteAsync(delete + uuid)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            foreach (var gone in new[]
            {
                await service.Public.GetAsync(get + uuid),
                await service.Public.PutAsJsonAsync(put + uuid, Rose),
                await service.Public.DeleteAsync(delete + uuid),
            })
                await gone.ShouldBeProblemAsync(404);
        }
    }

    [PostgresFact]
    public async Task Who_read_an_older_version_overwrites_nothing()
    {
        await using var service = await postgres.StartServiceAsync();
        var added = await service.Public.PostAsJsonAsync("/passengers", Rose);
        var path = added.Headers.Location!.OriginalString;
        var read = added.Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            service.Public.AskAsync(HttpMethod.Put, path, ("If-Match", read), Rose with { Age = number })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await refused.ShouldBeProblemAsync(412);
        await (await service.Public.AskAsync(HttpMethod.Delete, path, ("If-Match", read))).ShouldBeProblemAsync(412);
        var now = (await service.Public.GetAsync(path)).Headers.ETag!.ToString();
        now.ShouldNotBe(read);
        (await service.Public.AskAsync(HttpMethod.Get, path, ("If-None-Match", now))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await service.Public.AskAsync(HttpMethod.Get, path, ("If-None-Match", read))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Public.AskAsync(HttpMethod.Delete, path, ("If-Match", now))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [PostgresFact]
    public async Task What_cannot_be_used_is_refused_field_by_field()
    {
        await using var service = await postgres.StartServiceAsync();

        foreach (var (body, fields) in new (string, string[])[]
        {
            ("{}", ["fare", "name", "parentsOrChildrenAboard", "passengerClass", "sex", "siblingsOrSpousesAboard", "survived"]),
            (Json(Rose with { PassengerClass = 4, Sex = "cat" }), ["passengerClass", "sex"]),
            (Json(Rose with { Name = "a\0b", Age = -1 }), ["age", "name"]),
            (Json(Rose with { Age = -0.5m, Fare = -0.4m }), ["age", "fare"]),
            (Json(Rose with { Age = 130.5m, Fare = 10_000.5m }), ["age", "fare"]),
            (Json(Rose with { Age = 3_000_000_000, Fare = 10_000_000_000 }), ["age", "fare"]),
            (Json(Rose with { Name = "", Fare = -1, ParentsOrChildrenAboard = -1 }), ["fare", "name", "parentsOrChildrenAboard"]),
        })
            await (await PostAsync(body)).ShouldBeRefusedForAsync(fields);

        await (await PostAsync("{")).ShouldBeProblemAsync(400);
        await (await service.Public.GetAsync("/getpassenger/1")).ShouldBeProblemAsync(422);
        await (await service.Public.GetAsync("/passengers?limit=0")).ShouldBeProblemAsync(422);
        await (await service.Public.GetAsync("/passengers?offset=-1")).ShouldBeProblemAsync(422);
        (await service.Public.GetStringAsync("/passengers")).ShouldBe("[]");

        Task<HttpResponseMessage> PostAsync(string body) =>
            service.Public.PostAsync("/passengers", new StringContent(body, null, "application/json"));
    }

    [PostgresFact]
    public async Task Whatever_is_written_is_what_is_read_and_the_list_is_in_order()
    {
        await using var service = await postgres.StartServiceAsync();

        await Any.SampleAsync(
            async passenger =>
            {
                var added = await service.Public.PostAsJsonAsync("/passengers", passenger);
                added.StatusCode.ShouldBe(HttpStatusCode.Created, Json(passenger));
                var read = await service.Public.GetFromJsonAsync<PassengerInput>(added.Headers.Location!.OriginalString);
                read.ShouldBe(passenger);
            },
            iter: 50,
            threads: 4);

        var list = (await service.Public.GetFromJsonAsync<List<PassengerInput>>("/passengers?limit=20&offset=10"))!;
        list.Count.ShouldBe(20);
        var all = (await service.Public.GetFromJsonAsync<List<PassengerInput>>("/passengers"))!;
        list.ShouldBe(all.Skip(10).Take(20));
        all.Select(one => one.Name).ShouldBe(all.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    internal static Gen<PassengerInput> Any =>
        from survived in Gen.Bool
        from passengerClass in Gen.Int[1, 3]
        from name in Gen.Char[Letters].Array[1, 60]
        from female in Gen.Bool
        from age in Gen.Int[0, 13_000].Nullable()
        from siblings in Gen.Int[0, 100]
        from parents in Gen.Int[0, 100]
        from fare in Gen.Int[0, 100_000_000]
        select new PassengerInput(
            survived, passengerClass, $"A{new string(name)}", female ? "female" : "male", siblings, parents, fare / 10_000m, age / 100m);

    private static string Json(PassengerInput passenger) => JsonSerializer.Serialize(passenger, JsonSerializerOptions.Web);
}
