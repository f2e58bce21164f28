using System.Text.Json;
using BigBen.Console;
using BigBen.Delivery;
using Spectre.Console;

namespace BigBen.Verbs;

/// <summary><c>status</c>: every Application with sync, health, version, revision, age and URL.</summary>
internal static class StatusVerb
{
    public static System.CommandLine.Command Create()
    {
        var json = SharedOptions.Json();
        var command = new System.CommandLine.Command("status", "Show every Application: sync, health, version, revision, age, URL.") { json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(Session.Open(parsed.GetValue(SharedOptions.State)), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, bool json, CancellationToken cancellationToken)
    {
        using var client = await PlatformClient.RequireAsync(session.State, cancellationToken);
        var rows = (await client.ApplicationsAsync(cancellationToken)).Items.Select(StatusRow.From).ToList();
        var info = await client.InfoAsync(cancellationToken);
        if (json)
            await session.Output.WriteLineAsync(JsonSerializer.Serialize(new { applications = rows, pods = await client.PodsAsync(cancellationToken), unenforced = info.Unenforced }, JsonPrinting.Options));
        else
            Print(session, rows, info);
        return rows.All(row => row.Sync == SyncStatus.Synced && row.Health == HealthCode.Healthy) ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Print(Session session, List<StatusRow> rows, PlatformInfo info)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("APPLICATION", "SYNC", "HEALTH", "READY", "VERSION", "REVISION", "AGE", "URL");
        foreach (var row in rows)
            table.AddRow([.. row.Cells(DateTimeOffset.UtcNow).Select(cell => new Text(cell))]);
        Wide(session).Write(table);
        foreach (var row in rows.Where(row => row.Message.Length > 0))
            session.Output.WriteLine($"  {row.Application}: {row.Message}");
        if (info.Unenforced.Count > 0)
            session.Output.WriteLine("Not enforced by processes on one machine:");
        foreach (var line in info.Unenforced)
            session.Output.WriteLine($"  {line}");
    }

    // A pipe has no width: rows stay whole, so that they can be searched.
    private static IAnsiConsole Wide(Session session)
    {
        if (session.OutputIsTerminal)
            return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(session.Output),
        });
        console.Profile.Width = 1000;
        return console;
    }
}
