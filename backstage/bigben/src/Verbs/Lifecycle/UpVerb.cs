using System.CommandLine;
using BigBen.Platforms;
using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Local;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>up</c>: brings the platform up, proves every URL and prints them.</summary>
internal static class UpVerb
{
    internal const int DefaultPort = 8080;
    private const string Monitoring = "monitoring";

    private sealed record Request(
        int? Port, string Platform, bool DryRun, bool Monitoring, string? Source, string? Registry, ClusterRequest Cluster);

    public static Verb Create()
    {
        var port = NumberOption.Port($"The port that every host is served on (default: {DefaultPort}, 80 on cluster, or the one in use).");
        var platform = new Option<string>("--platform")
        {
            Description = "'kind' makes a Kubernetes cluster with Argo CD, "
                + "'cluster' uses one that is there, 'local' runs the manifests as processes; 'auto' chooses and says why.",
            DefaultValueFactory = _ => "auto",
        }.From("auto", PlatformChoice.Kind, PlatformChoice.Cluster, PlatformChoice.Local);
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print what would be done on kind or local, in order; on kind with the exact commands. Change nothing.",
        };
        var with = new Option<string[]>("--with")
        {
            Description = "On kind, install a further part: 'monitoring' (Prometheus and Grafana).",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PART",
        }.From(Monitoring);
        var source = new Option<string?>("--source")
        {
            Description = "On kind, follow a hosted git repository and its registry instead of this clone; on cluster, the repository.",
            HelpName = "URL",
        };
        var registry = new Option<string?>("--registry")
        {
            Description = "The hosted repository's registry and the path in it (default for GitHub: ghcr.io/OWNER).",
            HelpName = "HOST/PATH",
        };
        var command = new Verb(
            "up", "Bring the platform up, check every URL and print them.",
            "big-ben.sh",
            "big-ben.sh up --platform local --port 9000",
            "big-ben.sh up --domain example.localhost",
            "big-ben.sh up --platform kind --dry-run",
            "big-ben.sh up --platform cluster --context NAME --source https://github.com/OWNER/big-ben.git --registry ghcr.io/OWNER")
        {
            port,
            platform,
            dryRun,
            with,
            source,
            registry,
        };
        var cluster = new ClusterOptions();
        foreach (var option in cluster.All)
            command.Add(option);
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new Request(
                parsed.GetValue(port), parsed.GetValue(platform)!, parsed.GetValue(dryRun), parsed.GetValue(with) is { Length: > 0 },
                parsed.GetValue(source), parsed.GetValue(registry),
                cluster.Of(parsed, parsed.GetValue(source), parsed.GetValue(registry), parsed.GetValue(port))),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var chosen = await ChooseAsync(session, request, cancellationToken);
        if (request.DryRun)
        {
            await PrintPlanAsync(session, request, chosen);
            return;
        }

        UpResult result;
        await using (var display = session.Display())
        {
            display.Line($"Big Ben on platform '{chosen.Name}': {chosen.Why}");
            result = chosen.Name switch
            {
                PlatformChoice.Kind => await new KindBootstrap(Settings(session, request), display.Show).UpAsync(cancellationToken),
                PlatformChoice.Cluster => await new ExistingBootstrap(
                    request.Cluster.Settings(session, ExistingRecord.ReadOwn(session.State)), request.Cluster.ArgoCd, display.Show)
                    .UpAsync(cancellationToken),
                _ => await new LocalBootstrap(
                    session.Root, session.State, Port(session, request), Domain(session, request.Cluster.Domain), display.Show)
                    .UpAsync(cancellationToken),
            };
        }

        // A cluster that follows a hosted repository has no process here, and so no console: its notes tell Argo CD's address.
        UpSummary.Print(
            session.Output, result, PlatformRecord.Read(session.State)?.ConsoleAuthority, TimeProvider.System.GetElapsedTime(started));
    }

    private static async Task<PlatformChoice> ChooseAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        var chosen = await PlatformChoice.ChooseAsync(request.Platform, session.Root, session.State, cancellationToken);
        var (option, platform) = Misplaced(request, chosen.Name);
        return option is null
            ? chosen
            : throw new PlatformException(
                $"{option} is for the {platform} platform, but this is '{chosen.Name}' ({chosen.Why}): add --platform {platform}, "
                + $"or omit {option}.");
    }

    // An option of another platform than the chosen one, and that platform.
    private static (string? Option, string Platform) Misplaced(Request request, string chosen)
    {
        var kindOnly = request.Monitoring ? "--with" : null;
        var hosted = request.Source is not null ? "--source" : request.Registry is not null ? "--registry" : null;
        return chosen switch
        {
            PlatformChoice.Kind => (request.Cluster.OnlyForCluster, PlatformChoice.Cluster),
            PlatformChoice.Cluster => (request.DryRun ? "--dry-run" : kindOnly, PlatformChoice.Kind),
            _ => request.Cluster.OnlyForCluster is { } cluster
                ? (cluster, PlatformChoice.Cluster)
                : (kindOnly ?? hosted, PlatformChoice.Kind),
        };
    }

    private static async Task PrintPlanAsync(Session session, Request request, PlatformChoice chosen)
    {
        await session.Output.WriteLineAsync(
            $"Big Ben on platform '{chosen.Name}' would do this; what is done already is skipped. Nothing is changed now.\n"
            + $"Why '{chosen.Name}': {chosen.Why}\n");
        var lines = chosen.Name == PlatformChoice.Kind
            ? KindPlan.Lines(Settings(session, request))
            : LocalPlan.Lines(session.State, Port(session, request), Domain(session, request.Cluster.Domain));
        foreach (var line in lines)
            await session.Output.WriteLineAsync(line);
    }

    private static KindSettings Settings(Session session, Request request)
    {
        var known = KindRecord.ReadOwn(session.State);
        var port = Port(session, request);
        if (known is not null && known.Port != port)
            throw new PlatformException(
                $"This platform already serves port {known.Port}; omit --port, or run ./bootstrap/destroy.sh first.");
        var domain = Domain(session, request.Cluster.Domain);
        if (known is not null && known.Domain != domain)
            throw new PlatformException(
                $"This platform's hosts already end in {known.Domain}; omit --domain, or run ./bootstrap/destroy.sh first.");
        if (known is not null && request.Source is not null && known.Source != request.Source)
            throw new PlatformException($"This platform already follows {known.Source ?? "the forge of this machine"}; "
                + "omit --source, or run ./bootstrap/destroy.sh first.");
        var source = request.Source ?? known?.Source;
        if (source is null && request.Registry is not null)
            throw new PlatformException(
                "--registry goes with --source: add --source URL, the hosted repository whose images are there, or omit --registry.");
        var record = new KindRecord(
            known?.Cluster ?? session.State.UniqueName,
            port,
            request.Monitoring || known is { Monitoring: true },
            source,
            source is null ? null : request.Registry ?? known?.Registry ?? HostedRegistry.Of(source))
        {
            Domain = domain,
        };
        return new KindSettings(session.Root, session.State, record, KindVersions.Read(session.Root));
    }

    /// <summary>What the hosts of a platform on this machine end in.</summary>
    internal static string Domain(Session session, string? asked) =>
        asked ?? KindRecord.ReadOwn(session.State)?.Domain ?? PlatformRecord.Read(session.State)?.Domain
        ?? LocalRecord.Read(session.State)?.Domain ?? PlatformHosts.Domain;

    private static int Port(Session session, Request request) =>
        request.Port ?? KindRecord.ReadOwn(session.State)?.Port ?? PlatformRecord.Read(session.State)?.Port
        ?? LocalRecord.Read(session.State)?.Port ?? DefaultPort;
}
