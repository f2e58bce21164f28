using Dapper;
using Npgsql;

namespace BigBen.Examples.Passengers.Tests.Database;

[Collection(WithPostgres.Name)]
[Trait("Category", "Integration")]
public class SeedTests(PostgresFixture postgres)
{
    private const string Header = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n";

    [PostgresFact]
    public async Task The_list_is_there_once_however_often_and_by_however_many_it_is_filled_in()
    {
        await using var database = await postgres.EmptyDatabaseAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var list = Seed.Resource("passengers.csv");
            return await Seed.FillAsync(database, list);
        }));

        added.Order().ShouldBe([0, 0, 0, 0, 891]);
        await using var connection = await database.OpenConnectionAsync();
        // What is known of the public list: a row that is missing, twice or wrong shows here.
        (await connection.QuerySingleAsync<(long, long, long, decimal, decimal)>(
            """
            SELECT count(*), count(*) FILTER (WHERE survived), count(age), round(avg(age), 6), round(avg(fare), 6) FROM passengers
            """)).ShouldBe((891, 342, 714, 29.699118m, 32.204208m));
        (await connection.QuerySingleAsync<(int, decimal, bool)>(
            "SELECT passenger_class, fare, survived FROM passengers WHERE name LIKE 'Mrs. John Bradley%'")).ShouldBe((1, 71.2833m, true));
    }

    [PostgresFact]
    public async Task What_people_changed_stays_as_it_is()
    {
        await using var database = await postgres.EmptyDatabaseAsync();
        await Seed.FillAsync(database, new StringReader($"{Header}0,3,A,male,1,0,0,7\n"));
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("UPDATE passengers SET survived = true");

        (await Seed.FillAsync(database, new StringReader($"{Header}0,3,A,male,1,0,0,7\n0,3,B,male,1,0,0,7\n"))).ShouldBe(1);

        (await connection.ExecuteScalarAsync<bool>("SELECT survived FROM passengers WHERE name = 'A'")).ShouldBeTrue();
    }

    [PostgresFact]
    public async Task A_table_of_the_first_version_takes_passengers_of_unknown_age()
    {
        await using var database = await postgres.EmptyDatabaseAsync();
        await Seed.CreateTableAsync(database);
        await using (var connection = await database.OpenConnectionAsync())
            await connection.ExecuteAsync("ALTER TABLE passengers ALTER COLUMN age SET NOT NULL");

        (await Seed.FillAsync(database, new StringReader($"{Header}0,3,A,male,,0,0,7\n"))).ShouldBe(1);
    }

    [PostgresFact]
    public async Task A_list_with_a_wrong_line_adds_nobody_and_says_which()
    {
        await using var database = await postgres.EmptyDatabaseAsync();

        var error = await Should.ThrowAsync<PostgresException>(
            () => Seed.FillAsync(database, new StringReader($"{Header}0,3,A,male,1,0,0,7\n0,3,B,male,old,0,0,7\n")));

        error.Where.ShouldNotBeNull().ShouldContain("line 3, column age: \"old\"");
        await Seed.CreateTableAsync(database);
        await using var connection = await database.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM passengers")).ShouldBe(0);
    }
}
