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

        added.Order().ShouldBe([0, 0, 0, 0, 20]);
        await using var connection = await database.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM passengers")).ShouldBe(20);
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
