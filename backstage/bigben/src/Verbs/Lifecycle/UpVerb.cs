using System.CommandLine;
using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Local;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>up</c>: brings the platform up, proves every URL and prints them.</summary>
internal static class UpVerb
{
    internal const int DefaultPort = 8080;
    private const string Monitoring = "monitoring";

    private sealed record Request(int? Port, string Platform, bool DryRun, bool Monitoring, string? Source, string? Registry);

    public static System.CommandLine.Command Create()
    {
        var port = NumberOption.Port($"The port that every host is served on (default: {DefaultPort}, or the one in use).");
        var platform = new Option<string>("--platform")
        {
            Description = "'kind' makes a Kubernetes cluster with Argo CD, "
                + "'local' runs the manifests as processes; 'auto' chooses and says why.",
            DefaultValueFactory = _ => "auto",
        }.From("auto", PlatformChoice.Kind, PlatformChoice.Local);
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print what would be done on kind, in order, with the exact commands; change nothing.",
        };
        var with = new Option<string[]>("--with")
        {
            Description = "On kind, install a further part: 'monitoring' (Prometheus and Grafana).",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PART",
        }.From(Monitoring);
        var source = new Option<string?>("--source")
        {
            Description = "On kind, follow a hosted git repository and its registry instead of this clone.",
            HelpName = "URL",
        };
        var registry = new Option<string?>("--registry")
        {
            Description = "The hosted repository's registry (default for GitHub: ghcr.io/OWNER).",
            HelpName = "NAME",
        };
        var command = new Verb(
            "up", "Bring the platform up, prove every URL and print them.",
            "big-ben.sh",
            "big-ben.sh up --platform local --port 9000",
            "big-ben.sh up --platform kind --dry-run")
        {
            port,
            platform,
            dryRun,
            with,
            source,
            registry,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            new Request(
                parsed.GetValue(port), parsed.GetValue(platform)!, parsed.GetValue(dryRun), parsed.GetValue(with) is { Length: > 0 },
                parsed.GetValue(source), parsed.GetValue(registry)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var chosen = await ChooseAsync(session, request, cancellationToken);
        if (request.DryRun)
            return await PrintPlanAsync(session, request, chosen);
        UpResult result;
        await using (var display = session.Display())
        {
            display.Line($"Big Ben on platform '{chosen.Name}': {chosen.Why}");
            result = chosen.Name == PlatformChoice.Kind
                ? await new KindBootstrap(Settings(session, request), display.Show).UpAsync(cancellationToken)
                : await new LocalBootstrap(session.Root, session.State, Port(session, request), display.Show).UpAsync(cancellationToken);
        }

        // A cluster that follows a hosted repository has no process here, and so no console: its notes tell Argo CD's address.
        UpSummary.Print(
            session.Output, result, PlatformRecord.Read(session.State)?.ConsolePort, TimeProvider.System.GetElapsedTime(started));
        return ExitCode.Done;
    }

    private static async Task<PlatformChoice> ChooseAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        var kindOnly = request.DryRun
            ? "--dry-run"
            : request.Monitoring ? "--with"
            : request.Source is not null ? "--source"
            : request.Registry is not null ? "--registry"
            : null;
        var chosen = await PlatformChoice.ChooseAsync(request.Platform, session.Root, session.State, cancellationToken);
        return kindOnly is null || chosen.Name == PlatformChoice.Kind
            ? chosen
            : throw new PlatformException(
                $"{kindOnly} is for the kind platform, but this is 'local' ({chosen.Why}): add --platform kind, or leave {kindOnly} away.");
    }

    private static async Task<int> PrintPlanAsync(Session session, Request request, PlatformChoice chosen)
    {
        await session.Output.WriteLineAsync(
            $"Big Ben on platform '{chosen.Name}' would do this; what is done already is skipped. Nothing is changed now.\n");
        foreach (var line in KindPlan.Lines(Settings(session, request)))
            await session.Output.WriteLineAsync(line);
        return ExitCode.Done;
    }

    private static KindSettings Settings(Session session, Request request)
    {
        var known = KindRecord.Read(session.State);
        var port = Port(session, request);
        if (known is not null && known.Port != port)
            throw new PlatformException(
                $"This platform already serves port {known.Port}; leave --port away, or run ./bootstrap/destroy.sh first.");
        if (known is not null && request.Source is not null && known.Source != request.Source)
            throw new PlatformException($"This platform already follows {known.Source ?? "the forge of this machine"}; "
                + "leave --source away, or run ./bootstrap/destroy.sh first.");
        var source = request.Source ?? known?.Source;
        var record = new KindRecord(
            KindSettings.ClusterOf(session.State),
            port,
            request.Monitoring || known is { Monitoring: true },
            source,
            source is null ? null : request.Registry ?? known?.Registry ?? HostedRegistry.Of(source));
        return new KindSettings(session.Root, session.State, record, KindVersions.Read(session.Root));
    }

    private static int Port(Session session, Request request) =>
        request.Port ?? KindRecord.Read(session.State)?.Port ?? PlatformRecord.Read(session.State)?.Port ?? DefaultPort;
}
