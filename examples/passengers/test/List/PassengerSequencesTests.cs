using System.Net;
using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;
using CsCheck;

namespace BigBen.Examples.Passengers.Tests.List;

/// <summary>Whatever clients do one after another, each answer is the one that a plain dictionary would give.</summary>
[Collection(WithPostgres.Name)]
public class PassengerSequencesTests(PostgresFixture postgres)
{
    private enum Act
    {
        Add,
        Find,
        Replace,
        Remove,
    }

    // What a client may send as If-Match or If-None-Match.
    private enum Tag
    {
        None,
        Any,
        Current,
        Stale,
    }

    [PostgresFact]
    public async Task Each_answer_is_the_one_of_a_dictionary_and_the_pages_have_each_row_once()
    {
        await using var service = await postgres.StartServiceAsync();

        await Steps.SampleAsync(
            async steps =>
            {
                var rows = new Dictionary<string, (PassengerInput Passenger, int Version)>();
                var paths = new List<string> { $"/passengers/{Guid.NewGuid()}" };
                foreach (var (act, who, tag, passenger) in steps)
                    await TakeAsync(service.Public, rows, paths, act, paths[who % paths.Count], tag, passenger);

                var pages = new List<PassengerInput>();
                for (var offset = 0; offset <= rows.Count; offset += 3)
                    pages.AddRange((await service.Public.GetFromJsonAsync<List<PassengerInput>>($"/passengers?limit=3&offset={offset}"))!);
                pages.OrderBy(one => one.ToString(), StringComparer.Ordinal)
                    .ShouldBe(rows.Values.Select(row => row.Passenger).OrderBy(one => one.ToString(), StringComparer.Ordinal));

                foreach (var path in rows.Keys)
                    (await service.Public.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            },
            iter: 15,
            threads: 1);
    }

    private static async Task TakeAsync(
        HttpClient client,
        Dictionary<string, (PassengerInput Passenger, int Version)> rows,
        List<string> paths,
        Act act,
        string path,
        Tag tag,
        PassengerInput passenger)
    {
        var there = rows.TryGetValue(path, out var row);
        var matches = tag is not Tag.Stale;
        switch (act)
        {
            case Act.Add:
                var added = await client.PostAsJsonAsync("/passengers", passenger);
                added.StatusCode.ShouldBe(HttpStatusCode.Created);
                added.Headers.ETag!.Tag.ShouldBe("\"1\"");
                paths.Add(added.Headers.Location!.OriginalString);
                rows.Add(paths[^1], (passenger, 1));
                break;
            case Act.Find:
                var found = await AskAsync(HttpMethod.Get, "If-None-Match", null);
                found.StatusCode.ShouldBe(!there ? HttpStatusCode.NotFound
                    : tag is Tag.Any or Tag.Current ? HttpStatusCode.NotModified : HttpStatusCode.OK);
                if (found.StatusCode == HttpStatusCode.OK)
                    (await found.Content.ReadFromJsonAsync<PassengerInput>()).ShouldBe(row.Passenger);
                if (there)
                    found.Headers.ETag!.Tag.ShouldBe($"\"{row.Version}\"");
                break;
            case Act.Replace:
                var replaced = await AskAsync(HttpMethod.Put, "If-Match", passenger);
                replaced.StatusCode.ShouldBe(Expected(HttpStatusCode.OK));
                if (replaced.StatusCode == HttpStatusCode.OK)
                    rows[path] = (passenger, row.Version + 1);
                break;
            default:
                var removed = await AskAsync(HttpMethod.Delete, "If-Match", null);
                removed.StatusCode.ShouldBe(Expected(HttpStatusCode.NoContent));
                if (removed.StatusCode == HttpStatusCode.NoContent)
                    rows.Remove(path);
                break;
        }

        HttpStatusCode Expected(HttpStatusCode done) =>
            !there ? HttpStatusCode.NotFound : matches ? done : HttpStatusCode.PreconditionFailed;

        Task<HttpResponseMessage> AskAsync(HttpMethod method, string header, PassengerInput? body)
        {
            var value = tag switch
            {
                Tag.None => null,
                Tag.Any => "*",
                Tag.Current => $"\"{row.Version}\"",
                _ => $"\"{row.Version + 1}\"",
            };
            return client.AskAsync(method, path, (header, value), body);
        }
    }

    private static Gen<(Act Act, int Who, Tag Tag, PassengerInput Passenger)[]> Steps =>
        Gen.Select(
            Gen.Enum<Act>(), Gen.Int[0, 100], Gen.Enum<Tag>(), PassengerRoutesTests.Any,
            (act, who, tag, passenger) => (act, who, tag, passenger)).Array[0, 25];
}
