using BigBen.Verbs.Views;

namespace BigBen.Tests.Verbs.Views;

public sealed class StatusTableTests
{
    private static readonly string[][] Rows =
    [
        ["developer-service-a", "Synced", "Healthy", "1/1", "3f2c1ab", "3f2c1ab", "2m5s", "http://dev.service-a.bigben.localhost:8080"],
        ["production-service-a", "OutOfSync", "Progressing", "0/2", "v0.1.0", "v0.1.0", "", ""],
    ];

    [Fact]
    public void A_row_is_a_line_where_there_is_room()
    {
        StatusTable.Lines(Rows, 200).ShouldBe(
        [
            "APPLICATION          SYNC      HEALTH      READY VERSION REVISION AGE  URL",
            "developer-service-a  Synced    Healthy     1/1   3f2c1ab 3f2c1ab  2m5s http://dev.service-a.bigben.localhost:8080",
            "production-service-a OutOfSync Progressing 0/2   v0.1.0  v0.1.0",
        ]);
    }

    [Fact]
    public void A_URL_has_a_line_of_its_own_where_there_is_none()
    {
        var lines = StatusTable.Lines(Rows, 100).ToList();

        lines.ShouldBe(
        [
            "APPLICATION          SYNC      HEALTH      READY VERSION REVISION AGE",
            "developer-service-a  Synced    Healthy     1/1   3f2c1ab 3f2c1ab  2m5s",
            "  http://dev.service-a.bigben.localhost:8080",
            "production-service-a OutOfSync Progressing 0/2   v0.1.0  v0.1.0",
        ]);
    }
}
