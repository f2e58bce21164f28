using System.CommandLine;
using System.Text.Json;
using BigBen.Foundation;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;
using Spectre.Console;

namespace BigBen.Verbs.Views;

/// <summary>
/// <c>status</c>: every Application with sync, health, version, revision, age and URL; with <c>--wait</c> once all is live that main
/// records.
/// </summary>
internal static class StatusVerb
{
    public static System.CommandLine.Command Create()
    {
        var json = SharedOptions.Json();
        var wait = new Option<bool>("--wait")
        {
            Description = "Wait until main is live everywhere; exit code 1 where something fails or is not in time.",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "How many seconds --wait waits (default: 600).",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 600,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 86400)
                result.AddError("--timeout takes a number of seconds from 1 to 86400");
        });
        var command = new System.CommandLine.Command("status", "Show every Application: sync, health, version, revision, age, URL.")
        {
            json, wait, timeout,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = Session.Open(parsed.GetValue(SharedOptions.State));
            var within = parsed.GetValue(wait) ? TimeSpan.FromSeconds(parsed.GetValue(timeout)) : (TimeSpan?)null;
            return await RunAsync(session, parsed.GetValue(json), within, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Session session, bool json, TimeSpan? within, CancellationToken cancellationToken)
    {
        using var api = PlatformApi.Open(session.State);
        var notLive = within is { } time ? await MainWait.UntilLiveAsync(api, session.State, time, cancellationToken) : null;
        var cluster = await ClusterObjects.ReadAsync(api, ClusterCache.Kinds, cancellationToken);
        var port = PlatformApi.PortOf(session.State);
        var applications = ApplicationList.Services(cluster);
        var rows = applications.Select(application => StatusRow.From(cluster, application, port)).ToList();
        var unenforced = Unenforced(cluster);
        // A cluster of somebody's has much that is no business of ours.
        var unmanaged = PlatformRecord.Read(session.State) is null ? [] : UnmanagedWorkload.In(cluster);
        if (json)
        {
            var pods = applications.SelectMany(application => ServicePods.Of(cluster, application))
                .Select(pod => PodRow.From(cluster, pod));
            await session.Output.WriteLineAsync(
                JsonSerializer.Serialize(new { applications = rows, pods, unmanaged, unenforced }, JsonPrinting.Options));
        }
        else
        {
            Print(session, rows, unmanaged, unenforced);
        }

        if (notLive is not null)
            throw notLive;
        return within is not null || rows.All(row => row.Sync == SyncStatus.Synced && row.Health == HealthCode.Healthy)
            ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static void Print(
        Session session, List<StatusRow> rows, IReadOnlyList<UnmanagedWorkload> unmanaged, IReadOnlyList<string> unenforced)
    {
        var table = new Table().Border(TableBorder.None).AddColumns(
            "APPLICATION", "SYNC", "HEALTH", "READY", "VERSION", "REVISION", "AGE", "URL");
        foreach (var row in rows)
            table.AddRow([.. row.Cells(TimeProvider.System.GetUtcNow()).Select(cell => new Text(cell))]);
        Wide(session).Write(table);
        foreach (var row in rows.Where(row => row.Message.Length > 0))
            session.Output.WriteLine($"  {row.Application}: {row.Message}");
        if (unmanaged.Count > 0)
            session.Output.WriteLine("Not held by git, gone with down:");
        foreach (var workload in unmanaged)
            session.Output.WriteLine($"  {workload}");
        if (unenforced.Count > 0)
            session.Output.WriteLine("Not enforced by processes on one machine:");
        foreach (var line in unenforced)
            session.Output.WriteLine($"  {line}");
        if (PlatformRecord.Read(session.State) is { } record)
            session.Output.WriteLine($"Console: http://{PlatformHosts.Console}:{record.ConsolePort}");
    }

    // One line for what many objects ask for.
    private static IReadOnlyList<string> Unenforced(ClusterObjects cluster) =>
        [.. NotEnforced.In(cluster)
            .GroupBy(item => (What: item.What.Split('.')[^1], item.Why))
            .Select(group => (group.Key, Objects: group.Select(item => $"{item.Object.Namespace}/{item.Object.Name}").Distinct()))
            .Select(group => $"{group.Key.What}: {group.Key.Why} ({string.Join(", ", group.Objects)})")];

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
