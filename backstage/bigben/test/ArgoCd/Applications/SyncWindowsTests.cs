using System.Text.Json;
using BigBen.ArgoCd.Applications;

namespace BigBen.Tests.ArgoCd.Applications;

public sealed class SyncWindowsTests
{
    private const string Blocked = "Sync operation blocked by sync window";

    // A Thursday.
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", false, null)]
    // Open from 14:00 to 15:00.
    [InlineData("""{ "kind": "allow", "schedule": "0 14 * * *", "duration": "1h", "applications": ["*"] }""", false, null)]
    [InlineData("""{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "applications": ["dev*"] }""", false, Blocked)]
    [InlineData("""{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "applications": ["prod*"] }""", false, null)]
    [InlineData("""{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "namespaces": ["developer"] }""", false, Blocked)]
    [InlineData("""{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "clusters": ["in-cluster"] }""", false, Blocked)]
    [InlineData(
        """
        {
          "kind": "deny", "schedule": "0 14 * * *", "duration": "1h",
          "namespaces": ["developer"], "applications": ["x"], "andOperator": true
        }
        """,
        false, null)]
    // Over by 14:29, or not yet begun.
    [InlineData("""{ "kind": "deny", "schedule": "0 14 * * *", "duration": "29m", "applications": ["*"] }""", false, null)]
    [InlineData("""{ "kind": "allow", "schedule": "0 15 * * *", "duration": "1h", "applications": ["*"] }""", false, Blocked)]
    [InlineData("""{ "kind": "allow", "schedule": "0 15 * * *", "duration": "1h", "applications": ["*"] }""", true, Blocked)]
    [InlineData(
        """{ "kind": "allow", "schedule": "0 15 * * *", "duration": "1h", "applications": ["*"], "manualSync": true }""", true, null)]
    [InlineData(
        """{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "applications": ["*"], "manualSync": true }""", true, null)]
    [InlineData(
        """{ "kind": "deny", "schedule": "0 14 * * *", "duration": "1h", "applications": ["*"], "manualSync": true }""", false, Blocked)]
    // 15:00 in Berlin, and Thursdays or the first of a month.
    [InlineData(
        """
        { "kind": "deny", "schedule": "0 15 * * *", "duration": "1h", "applications": ["*"], "timeZone": "Europe/Berlin" }
        """,
        false, Blocked)]
    [InlineData("""{ "kind": "deny", "schedule": "0 14 1 * 4", "duration": "1h", "applications": ["*"] }""", false, Blocked)]
    [InlineData(
        """{ "kind": "deny", "schedule": "0 14 * * *", "duration": "soon", "applications": ["*"] }""", false,
        Blocked + ": cannot parse duration 'soon'")]
    public void Windows_say_when_may_be_synced(string window, bool isManual, string? refusal)
    {
        var project = Json($$"""{ "metadata": { "name": "p" }, "spec": { "syncWindows": [{{window}}] } }""");

        SyncWindows.Read(project).Refuse(Application(), isManual, Now).ShouldBe(refusal);
    }

    [Fact]
    public void A_denial_wins_over_what_is_allowed()
    {
        var project = Json(
            """
            { "spec": { "syncWindows": [
              { "kind": "allow", "schedule": "* * * * *", "duration": "1h", "applications": ["*"] },
              { "kind": "deny", "schedule": "* * * * *", "duration": "1h", "applications": ["*"] }
            ] } }
            """);

        SyncWindows.Read(project).Refuse(Application(), false, Now).ShouldBe(Blocked);
    }

    private static Application Application() => BigBen.ArgoCd.Applications.Application.Read(Json(
        """
        {
          "metadata": { "name": "developer-a" },
          "spec": {
            "source": { "repoURL": "x", "path": "chart" },
            "destination": { "server": "https://kubernetes.default.svc", "namespace": "developer" }
          }
        }
        """));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
