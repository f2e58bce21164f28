using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.Examples.Users.Tests.Accounts;

[Collection(WithDatabases.Name)]
[Trait("Category", "Integration")]
public class UserRoutesTests(DatabaseFixture databases)
{
    private static readonly UserInput Ada = new("Ada Lovelace 🧮", "ada@example.org", "difference engine");

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task A_user_is_added_found_changed_and_taken_out(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);

        var added = await service.Public.PostAsJsonAsync("/users", Ada);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = added.Headers.Location!.OriginalString;
        (await added.Content.ReadAsStringAsync()).ShouldBe(await service.Public.GetStringAsync(path));
        path.ShouldBe($"/users/{(await added.BodyAsync()).GetProperty("id").GetInt32()}");

        var changed = await service.Public.PutAsJsonAsync(path, Ada with { Name = "Countess", Email = "Ada@Example.org" });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.BodyAsync()).GetProperty("name").GetString().ShouldBe("Countess");
        var read = await service.Public.GetAsync(path);
        (await changed.Content.ReadAsStringAsync()).ShouldBe(await read.Content.ReadAsStringAsync());
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        read.Headers.ETag.ShouldBe(changed.Headers.ETag);

        (await service.Public.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await service.Public.GetAsync(path)).ShouldBeProblemAsync(404);
        await (await service.Public.PutAsJsonAsync(path, Ada)).ShouldBeProblemAsync(404);
        await (await service.Public.DeleteAsync(path)).ShouldBeProblemAsync(404);
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task A_password_is_kept_as_a_hash_and_never_told(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);

        var added = await service.Public.PostAsJsonAsync("/users", Ada);
        await service.Public.PutAsJsonAsync(added.Headers.Location, Ada with { Password = "analytical engine" });
        (await service.Public.PutAsJsonAsync(added.Headers.Location, new { Name = "Countess", Ada.Email })).StatusCode
            .ShouldBe(HttpStatusCode.OK);

        (await added.BodyAsync()).EnumerateObject().Select(field => field.Name).ShouldBe(["id", "name", "email"]);
        using var scope = service.Services.CreateScope();
        var kept = await scope.ServiceProvider.GetRequiredService<UsersContext>().Users.SingleAsync();
        kept.PasswordHash.ShouldNotContain("engine");
        service.Services.GetRequiredService<Passwords>().IsRight("analytical engine", kept.PasswordHash).ShouldBeTrue();
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task An_address_is_one_user_s_alone(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => service.Public.PostAsJsonAsync("/users", Ada)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            await refused.ShouldBeProblemAsync(409);
        await (await service.Public.PostAsJsonAsync("/users", Ada with { Email = "ADA@example.org" })).ShouldBeProblemAsync(409);
        var other = await service.Public.PostAsJsonAsync("/users", Ada with { Email = "byron@example.org" });
        await (await service.Public.PutAsJsonAsync(other.Headers.Location, Ada)).ShouldBeProblemAsync(409);
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task Who_read_an_older_version_overwrites_nothing(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);
        var added = await service.Public.PostAsJsonAsync("/users", Ada);
        var path = added.Headers.Location!.OriginalString;
        var read = added.Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            service.Public.AskAsync(HttpMethod.Put, path, ("If-Match", read), Ada with { Name = $"Ada {number}" })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await refused.ShouldBeProblemAsync(412);
        await (await service.Public.AskAsync(HttpMethod.Delete, path, ("If-Match", read))).ShouldBeProblemAsync(412);
        await (await service.Public.AskAsync(HttpMethod.Put, path, ("If-Match", $"\"77\", {read}"), Ada)).ShouldBeProblemAsync(412);
        await (await service.Public.AskAsync(HttpMethod.Put, path, ("If-Match", "W/\"2\""), Ada)).ShouldBeProblemAsync(412);
        (await service.Public.AskAsync(HttpMethod.Put, path, ("If-Match", "\"77\", \"2\""), Ada)).Headers.ETag!.Tag.ShouldBe("\"3\"");
        var now = (await service.Public.GetAsync(path)).Headers.ETag!.ToString();
        (await service.Public.AskAsync(HttpMethod.Get, path, ("If-None-Match", now))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await service.Public.AskAsync(HttpMethod.Delete, path, ("If-Match", now))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task Whatever_is_written_is_what_is_read_and_the_list_has_it_once(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);
        var number = 0;

        await Names.SampleAsync(
            async name =>
            {
                var user = new UserInput(name, $"user{Interlocked.Increment(ref number)}@example.org", "difference engine");
                var added = await service.Public.PostAsJsonAsync("/users", user);
                added.StatusCode.ShouldBe(HttpStatusCode.Created, name);
                (await service.Public.GetFromJsonAsync<UserInput>(added.Headers.Location!.OriginalString))
                    .ShouldBe(user with { Password = null });
            },
            iter: 30,
            threads: 4);

        var pages = new List<UserPage>();
        for (var page = 1; page <= 4; page++)
            pages.Add((await service.Public.GetFromJsonAsync<UserPage>($"/users?page={page}&pageSize=12"))!);
        pages.Select(page => page.Items.Count).ShouldBe([12, 12, 6, 0]);
        pages.ShouldAllBe(page => page.Total == 30);
        pages.SelectMany(page => page.Items).Select(user => user.Id).ShouldBeInOrder();
        pages.SelectMany(page => page.Items).Select(user => user.Email).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_field_by_field_before_the_database_is_asked()
    {
        await using var service = await RunningService.StartAsync(
            Service.Build, "--SECRET_KEY=pepper", $"--MYSQL_SERVICE_PORT={FreePort.Next()}");

        foreach (var (body, fields) in new (string, string[])[]
        {
            ("{}", ["email", "name", "password"]),
            (Json(Ada with { Email = "ada" }), ["email"]),
            (Json(Ada with { Name = "a\0", Password = "short" }), ["name", "password"]),
        })
            await (await PostAsync(body)).ShouldBeRefusedForAsync(fields);

        await (await PostAsync("{")).ShouldBeProblemAsync(400);
        foreach (var path in new[] { "/users/ada", "/users/+5", "/users/%205", "/users?page=0", "/users?pageSize=201" })
            await (await service.Public.GetAsync(path)).ShouldBeProblemAsync(422);
        await (await service.Public.GetAsync("/users")).ShouldBeProblemAsync(503);

        Task<HttpResponseMessage> PostAsync(string body) =>
            service.Public.PostAsync("/users", new StringContent(body, null, "application/json"));
    }

    private static Gen<string> Names => Gen.Char["abcXYZ019é世'\"\\% ;-$@{}"].Array[1, 60].Select(letters => $"A{new string(letters)}");

    private static string Json(UserInput user) => JsonSerializer.Serialize(user, JsonSerializerOptions.Web);
}
