using System.Net;
using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;

namespace BigBen.Examples.Users.Tests.Accounts;

/// <summary>Whatever clients do one after another, each answer is the one that a plain dictionary would give.</summary>
[Collection(WithDatabases.Name)]
public class UserSequencesTests(DatabaseFixture databases)
{
    // Few, so that they meet; and such as an engine could take for the same, though they are not.
    private static readonly string[] Addresses = ["a@b", "A@b", "á@b", "ａ@b", "🌹@b", "🧮@b", "ß@b", "ss@b"];

    private enum Act
    {
        Add,
        Find,
        Replace,
        Remove,
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task Each_answer_is_the_one_of_a_dictionary_and_the_pages_have_each_user_once(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);

        await Steps.SampleAsync(
            async steps =>
            {
                var rows = new Dictionary<string, Row>();
                var paths = new List<string> { "/users/2147483647" };
                foreach (var (act, who, stale, address) in steps)
                    await TakeAsync(service.Public, rows, paths, act, paths[who % paths.Count], stale, Addresses[address]);

                var pages = new List<UserAnswer>();
                for (var page = 1; page <= rows.Count / 3 + 1; page++)
                    pages.AddRange((await service.Public.GetFromJsonAsync<UserPage>($"/users?page={page}&pageSize=3"))!.Items);
                pages.ToDictionary(user => $"/users/{user.Id}", user => user.Email).OrderBy(user => user.Key, StringComparer.Ordinal)
                    .ShouldBe(rows.ToDictionary(row => row.Key, row => row.Value.Email).OrderBy(row => row.Key, StringComparer.Ordinal));

                foreach (var path in rows.Keys)
                    (await service.Public.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            },
            iter: 15,
            threads: 1);
    }

    private static async Task TakeAsync(
        HttpClient client, Dictionary<string, Row> rows, List<string> paths, Act act, string path, bool stale, string address)
    {
        var row = rows.GetValueOrDefault(path);
        var kept = address.ToLowerInvariant();
        var tag = row is null ? "\"1\"" : $"\"{row.Version + (stale ? 1 : 0)}\"";
        switch (act)
        {
            case Act.Add:
                var taken = rows.Values.Any(one => one.Email == kept);
                var added = await client.PostAsJsonAsync("/users", new UserInput("Ada", address, "difference engine"));
                added.StatusCode.ShouldBe(taken ? HttpStatusCode.Conflict : HttpStatusCode.Created, address);
                if (!taken)
                {
                    paths.Add(added.Headers.Location!.OriginalString);
                    rows.Add(paths[^1], new Row(kept, 1));
                }

                break;
            case Act.Find:
                var found = await client.AskAsync(HttpMethod.Get, path, ("If-None-Match", tag));
                found.StatusCode.ShouldBe(row is null ? HttpStatusCode.NotFound : stale ? HttpStatusCode.OK : HttpStatusCode.NotModified);
                if (found.StatusCode == HttpStatusCode.OK)
                    (await found.BodyAsync()).GetProperty("email").GetString().ShouldBe(row!.Email);
                break;
            case Act.Replace:
                var meets = rows.Any(one => one.Key != path && one.Value.Email == kept);
                var replaced = await client.AskAsync(HttpMethod.Put, path, ("If-Match", tag), new UserChange("Ada", address));
                replaced.StatusCode.ShouldBe(
                    row is null ? HttpStatusCode.NotFound
                    : stale ? HttpStatusCode.PreconditionFailed
                    : meets ? HttpStatusCode.Conflict : HttpStatusCode.OK,
                    address);
                if (replaced.StatusCode == HttpStatusCode.OK)
                    rows[path] = new Row(kept, row!.Version + 1);
                break;
            default:
                var removed = await client.AskAsync(HttpMethod.Delete, path, ("If-Match", tag));
                removed.StatusCode.ShouldBe(row is null ? HttpStatusCode.NotFound
                    : stale ? HttpStatusCode.PreconditionFailed : HttpStatusCode.NoContent);
                if (removed.StatusCode == HttpStatusCode.NoContent)
                    rows.Remove(path);
                break;
        }
    }

    private static Gen<(Act Act, int Who, bool Stale, int Address)[]> Steps =>
        Gen.Select(
            Gen.Enum<Act>(), Gen.Int[0, 100], Gen.Bool, Gen.Int[0, Addresses.Length - 1],
            (act, who, stale, address) => (act, who, stale, address)).Array[0, 25];

    private sealed record Row(string Email, int Version);
}
