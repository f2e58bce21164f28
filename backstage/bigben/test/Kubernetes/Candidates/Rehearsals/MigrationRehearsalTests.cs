using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Kubernetes.Candidates.Rehearsals;
using BigBen.Tests.Platforms.Local.Databases;

namespace BigBen.Tests.Kubernetes.Candidates.Rehearsals;

public sealed class MigrationRehearsalTests
{
    private const string Drop = "ALTER TABLE items DROP COLUMN note";

    private static readonly IReadOnlyList<string> Harmless =
    [
        "ALTER TABLE items ADD COLUMN colour text",
        "ALTER TABLE items ADD COLUMN stock integer NOT NULL DEFAULT 0",
        "CREATE TABLE suppliers (id serial PRIMARY KEY, name text NOT NULL)",
        "CREATE INDEX items_by_name ON items (name)",
        "ALTER TABLE items ALTER COLUMN note TYPE varchar(500)",
        "ALTER TABLE items ADD CHECK (price >= 0)",
        "CREATE VIEW cheap AS SELECT * FROM items WHERE price < 10",
        "UPDATE items SET note = 'none' WHERE note = ''",
        "ALTER TABLE items ALTER COLUMN price DROP DEFAULT",
        "ALTER TABLE tags DROP CONSTRAINT tags_item_fkey",
    ];

    private static readonly IReadOnlyList<string> Breaking =
    [
        Drop,
        "ALTER TABLE items RENAME COLUMN name TO title",
        "DROP TABLE tags",
        "ALTER TABLE items RENAME TO things",
        "ALTER TABLE items ADD COLUMN code text; UPDATE items SET code = id; ALTER TABLE items ALTER COLUMN code SET NOT NULL",
        "ALTER TABLE items ADD CHECK (price > 100) NOT VALID",
        "ALTER TABLE items ALTER COLUMN name TYPE varchar(3) USING left(name, 3)",
        "ALTER TABLE items ALTER COLUMN id DROP DEFAULT",
        "CREATE SCHEMA archive; ALTER TABLE tags SET SCHEMA archive",
        """
        CREATE FUNCTION cents() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.price := NEW.price * 100; RETURN NEW; END';
        CREATE TRIGGER cents BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION cents()
        """,
    ];

    [DatabaseFact("postgres")]
    public async Task A_migration_that_fails_or_breaks_the_version_that_runs_is_refused_with_the_reason_and_the_database_is_as_it_was()
    {
        await using var node = await RehearsalNode.StartAsync();

        var refusal = await node.TryAsync(
            node.Next(Harmless[1], "developer-good"),
            node.Next("ALTER TABLE itmes ADD COLUMN colour text", "developer-failing"),
            node.Next(Drop, "developer-breaking"));

        refusal.ShouldContain(
            "developer-failing has a migration that fails on a copy of developer's database: orders ended with exit code 1 "
            + "(ERROR:  relation \"itmes\" does not exist)");
        refusal.ShouldContain(
            "developer-breaking has a migration that breaks the version that runs, on a copy of developer's database: "
            + "GET /run/READ is answered by 500 Internal Server Error (ERROR: column \"note\" does not exist");
        refusal.ShouldContain("where 200 is recorded: add first, take away a release later, or say migrations.noWayBack: true");
        refusal.ShouldNotContain("developer-good");
        refusal.ShouldEndWith("Nothing was recorded, and what runs is as it was.");
        node.Notes.ShouldContain(note => note.StartsWith(
            "developer-good: not held against its migration, for it is so before it: GET /run/BROKEN", StringComparison.Ordinal));
        (await node.AskAsync("SELECT count(*) FROM items")).ShouldBe("2");
        (await node.AskAsync("SELECT count(note) FROM items")).ShouldBe("2");
    }

    [DatabaseFact("mysql")]
    public async Task One_of_MySQL_is_rehearsed_on_a_copy_that_has_its_rows_and_routines()
    {
        await using var node = await RehearsalNode.StartAsync(RehearsalEngine.MySql);
        await node.AskAsync("CREATE PROCEDURE cheap() SELECT name FROM items WHERE price < 6");

        var refusal = await node.TryAsync(
            node.Next("CALL cheap(); ALTER TABLE items ADD COLUMN colour text", "developer-good"),
            node.Next("ALTER TABLE itmes ADD COLUMN colour text", "developer-failing"),
            node.Next(Drop, "developer-breaking"));

        refusal.ShouldContain(
            "developer-failing has a migration that fails on a copy of developer's database: orders ended with exit code 1 ");
        refusal.ShouldContain("Table 'orders.itmes' doesn't exist");
        refusal.ShouldContain(
            "developer-breaking has a migration that breaks the version that runs, on a copy of developer's database: GET /run/READ");
        refusal.ShouldNotContain("developer-good");
        (await node.AskAsync("SELECT count(note) FROM items")).ShouldBe("2");
    }

    [DatabaseFact("postgres")]
    public async Task The_copy_has_the_roles_that_own_and_may_read_what_is_copied_and_they_may_log_in()
    {
        await using var node = await RehearsalNode.StartAsync();
        await node.AskAsync("""
            CREATE ROLE reader; CREATE ROLE clerk LOGIN PASSWORD 'secret' IN ROLE reader; GRANT SELECT ON items TO reader;
            ALTER TABLE tags OWNER TO clerk
            """);

        var refusal = await node.TryAsync(
            node.Next(
                "SELECT 1 / count(rolpassword) FROM pg_authid WHERE rolname = 'clerk'; "
                + "SET ROLE clerk; SELECT count(name) FROM items; ALTER TABLE tags ADD COLUMN colour text",
                "developer-good"));

        refusal.ShouldBe("");
    }

    [DatabaseFact("postgres")]
    [Trait("Category", "Nightly")]
    public async Task Where_there_is_no_way_back_or_no_migration_the_version_that_runs_is_not_asked()
    {
        await using var node = await RehearsalNode.StartAsync();

        var final = node.Next(Drop, "developer-final", $"{MigrationRehearsal.NoWayBack}: 'true'");
        (await node.TryAsync(final with { Rehearsal = new Rehearsal("developer", null, null) })).ShouldBe("");
        node.Notes[^1].ShouldBe("1 with a migration ready and answering on a copy of the database");
        node.Notes[^2].ShouldEndWith(
            "the new version by its health alone, for its tests recorded no requests, "
            + "and the version that runs not at all, for migrations.noWayBack is true");

        var named = node.Next("TRUNCATE items", "developer-named");
        named = named with
        {
            Body = JsonSerializer.SerializeToElement(JsonNode.Parse(
                named.Body.GetRawText().Replace("$(ORDERS_DATABASE_SERVICE_HOST)", "orders-database", StringComparison.Ordinal))),
        };
        (await node.TryAsync(named)).ShouldBe("");
        node.Notes.ShouldContain(note => note.StartsWith(
            "developer-named: its migration is not rehearsed: it names orders-database by something else", StringComparison.Ordinal));

        var pods = node.Pods.Count;
        (await node.TryAsync(node.Next(Drop, "developer-same", image: "web:v1"))).ShouldBe("");
        node.Pods.Count.ShouldBe(pods, "the image is the one that runs");
    }

    [DatabaseFact("postgres")]
    [Trait("Category", "Nightly")]
    public async Task A_release_is_rehearsed_on_the_database_of_developer_which_has_the_migration_already()
    {
        await using var node = await RehearsalNode.StartAsync();
        node.RunInProduction("web:v0");
        await node.AskAsync(Drop);

        var refusal = await node.TryAsync(node.Next("SELECT 1", "production-orders", ns: "production"));

        refusal.ShouldStartWith(
            "production-orders has a migration that breaks the version that runs, on a copy of developer's database: GET /run/READ");
    }

    [Trait("Category", "Nightly")]
    [DatabaseFact("postgres")]
    public async Task Of_twenty_migrations_exactly_the_ten_that_break_the_version_that_runs_are_refused()
    {
        await using var node = await RehearsalNode.StartAsync();
        var all = Harmless.Concat(Breaking).ToList();

        var refused = new List<string>();
        foreach (var migration in all)
        {
            var refusal = await node.TryAsync(node.Next(migration, "developer-orders"));
            if (refusal.Length == 0)
                continue;
            refusal.ShouldContain("has a migration that breaks the version that runs", customMessage: migration);
            refused.Add(migration);
        }

        refused.ShouldBe(Breaking);
    }
}
