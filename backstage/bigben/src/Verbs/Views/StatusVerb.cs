using System.CommandLine;
using BigBen.Console;
using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;
using BigBen.Pipeline.Protection;
using BigBen.Platforms;
using BigBen.Verbs.Usage;
using Spectre.Console;

namespace BigBen.Verbs.Views;

/// <summary>
/// <c>status</c>: every Application with sync, health, version, revision, age and URL; with <c>--wait</c> once all is live that main
/// records.
/// </summary>
internal static class StatusVerb
{
    public static Verb Create()
    {
        var json = SharedOptions.Json();
        var verbose = new Option<bool>("--verbose") { Description = "List what is not enforced by processes on one machine." };
        var wait = new Option<bool>("--wait")
        {
            Description = "Wait until main is live everywhere; exit code 1 if something fails or takes too long.",
        };
        var timeout = NumberOption.Create("--timeout", "SECONDS", "How many seconds --wait waits (default: 600).", 1, 86400);
        var command = new Verb(
            "status", "Show every Application: sync, health, version, revision, age, URL.",
            "big-ben.sh status",
            "big-ben.sh status --wait --timeout 60",
            "big-ben.sh status --json")
        {
            json, verbose, wait, timeout,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(timeout) is not null && !result.GetValue(wait))
                result.AddError("--timeout goes with --wait.");
        });
        return command.Does(async (session, parsed, cancellationToken) =>
        {
            var within = parsed.GetValue(wait) ? TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? 600) : (TimeSpan?)null;
            return await RunAsync(session, parsed.GetValue(json), parsed.GetValue(verbose), within, cancellationToken);
        });
    }

    private static async Task<int> RunAsync(Session session, bool json, bool verbose, TimeSpan? within, CancellationToken cancellationToken)
    {
        using var api = await PlatformApi.OpenAsync(session.State, cancellationToken);
        var notLive = within is { } time
            ? await MainWait.UntilLiveAsync(api, session.State, time, session.Error, cancellationToken)
            : null;
        // A cluster has much that is no business of ours, Argo CD and the ingress controller among it.
        var isCluster = PlatformChoice.HeldBy(session.State) is PlatformChoice.Kind or PlatformChoice.Cluster;
        IReadOnlyList<ResourceKind> kinds = isCluster ? ClusterCache.Kinds : [.. ClusterCache.Kinds, ResourceKind.Nodes];
        var cluster = await ClusterObjects.ReadAsync(api, kinds, cancellationToken);
        var volumes = isCluster ? null : NodeMounts.Says(cluster);
        var port = PlatformApi.PortOf(session.State);
        var applications = ApplicationList.Services(cluster);
        var rows = applications.Select(application => StatusRow.From(cluster, application, port)).ToList();
        var unenforced = Unenforced(cluster);
        var unmanaged = isCluster ? [] : UnmanagedWorkload.In(cluster);
        var waiting = Directory.Exists(session.State.Forge)
            ? await WaitingList.ReadAsync(
                GitCli.OfRepository(session.State.Forge), ForgeRepository.MainRef, TimeProvider.System, cancellationToken)
            : [];
        if (json)
        {
            var pods = applications.SelectMany(application => ServicePods.Of(cluster, application))
                .Select(pod => PodRow.From(cluster, pod));
            await session.Output.WriteLineAsync(
                JsonSerializer.Serialize(new { applications = rows, pods, waiting, unmanaged, unenforced, volumes }, JsonPrinting.Options));
        }
        else
        {
            Print(session, rows, waiting, unmanaged, unenforced, volumes, verbose);
            if (await ConsoleAsync(session.State, cancellationToken) is { } console)
                await session.Output.WriteLineAsync(console);
        }

        if (notLive is not null)
            throw notLive;
        return within is not null || rows.All(row => row.Sync == SyncStatus.Synced && row.Health == HealthCode.Healthy)
            ? ExitCode.Done
            : ExitCode.Failed;
    }

    private static void Print(
        Session session,
        List<StatusRow> rows,
        IReadOnlyList<WaitingRow> waiting,
        IReadOnlyList<UnmanagedWorkload> unmanaged,
        IReadOnlyList<string> unenforced,
        string? volumes,
        bool verbose)
    {
        var cells = rows.Select(row => row.Cells(TimeProvider.System.GetUtcNow())).ToList();
        // A pipe has no width: rows stay whole, so that they can be searched.
        foreach (var line in StatusTable.Lines(cells, session.OutputIsTerminal ? AnsiConsole.Console.Profile.Width : int.MaxValue))
            session.Output.WriteLine(line);
        foreach (var row in rows.Where(row => row.Message.Length > 0))
            session.Output.WriteLine($"  {row.Application}: {row.Message}");
        foreach (var line in rows.SelectMany(row => row.Times(TimeProvider.System.GetUtcNow())))
            session.Output.WriteLine($"  {line}");
        foreach (var row in waiting)
            session.Output.WriteLine($"Waiting: {row}");
        if (unmanaged.Count > 0)
            session.Output.WriteLine("Not held by git, gone with down:");
        foreach (var workload in unmanaged)
            session.Output.WriteLine($"  {workload}");
        if (unenforced.Count > 0)
        {
            session.Output.WriteLine(
                $"Not enforced by processes on one machine: {unenforced.Count}{(verbose ? ":" : " (--verbose lists them).")}");
        }

        foreach (var line in verbose ? unenforced : [])
            session.Output.WriteLine($"  {line}");
        if (volumes is not null)
            session.Output.WriteLine($"{volumes}.");
    }

    // A cluster serves on when the platform's process is gone; one that follows a hosted repository by kind has none.
    private static async Task<string?> ConsoleAsync(StateFolder state, CancellationToken cancellationToken)
    {
        using var client = await PlatformClient.ConnectAsync(state, cancellationToken);
        return client is not null ? $"Console: http://{client.Record.ConsoleAuthority}"
            : Directory.Exists(state.Forge) ? "The platform's process is not running, so pushes are refused: run ./bootstrap/big-ben.sh."
            : null;
    }

    // One line for what many objects ask for.
    private static IReadOnlyList<string> Unenforced(ClusterObjects cluster) =>
        [.. NotEnforced.In(cluster)
            .GroupBy(item => (What: item.What.Split('.')[^1], item.Why))
            .Select(group => (group.Key, Objects: group.Select(item => $"{item.Object.Namespace}/{item.Object.Name}").Distinct()))
            .Select(group => $"{group.Key.What}: {group.Key.Why} ({string.Join(", ", group.Objects)})")];
}
