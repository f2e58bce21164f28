using System.CommandLine;
using BigBen.Git;
using BigBen.Platforms.Doctor;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Existing.Steps;
using BigBen.Platforms.Local;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>doctor</c>: looks at the machine and says what to do about each finding.</summary>
internal static class DoctorVerb
{
    public static Verb Create()
    {
        var json = SharedOptions.Json();
        var port = NumberOption.Port("The port to check (default: the platform's, else 8080).");
        var command = new Verb(
            "doctor", "Check this machine, or a cluster too, and say what to do about each finding.",
            "big-ben.sh doctor --port 9000",
            "big-ben.sh doctor --context NAME")
        {
            json, port,
        };
        var registry = new Option<string?>("--registry")
        {
            Description = "On cluster, where images are to go: what docker knows a login to is pulled by a Secret.",
            HelpName = "HOST/PATH",
        };
        command.Add(registry);
        var cluster = new ClusterOptions();
        foreach (var option in cluster.All)
            command.Add(option);
        return command.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(port),
            cluster.Of(parsed, source: null, parsed.GetValue(registry), parsed.GetValue(port)),
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task<int> RunAsync(
        Session session, int? port, ClusterRequest cluster, bool json, CancellationToken cancellationToken)
    {
        var asked = port ?? PlatformRecord.Read(session.State)?.Port ?? LocalRecord.Read(session.State)?.Port ?? UpVerb.DefaultPort;
        var known = ExistingRecord.ReadOwn(session.State);
        var isCluster = cluster.Context is not null || known is not null;
        var domain = isCluster ? PlatformHosts.Domain : UpVerb.Domain(session, cluster.Domain);
        var checks = new MachineChecks(session.Root, session.State, isCluster ? null : asked, domain);
        var findings = await checks.RunAsync(cancellationToken);
        if (isCluster)
            findings = [.. findings, .. await LookAtClusterAsync(session, cluster, known, cancellationToken)];
        if (json)
        {
            await session.Output.WriteLineAsync(JsonSerializer.Serialize(findings, JsonPrinting.Options));
        }
        else
        {
            foreach (var finding in findings)
            {
                var mark = finding.Severity switch { Severity.Good => "✓", Severity.Warning => "!", _ => "✗" };
                await session.Output.WriteLineAsync($"  {mark} {finding.Check,-11} {finding.Found}");
                if (finding.Remedy is { } remedy)
                    await session.Output.WriteLineAsync($"    {"",-11} → {remedy}");
            }
        }

        return findings.Any(finding => finding.Severity == Severity.Blocker) ? ExitCode.Failed : ExitCode.Done;
    }

    // The kubeconfig of a look is nobody's afterwards. What is not said changes no right that is asked for.
    private static async Task<IReadOnlyList<Finding>> LookAtClusterAsync(
        Session session, ClusterRequest cluster, ExistingRecord? known, CancellationToken cancellationToken)
    {
        using var folder = new Scratch();
        var registry = cluster.Registry ?? known?.Registry;
        var settings = (cluster with { Source = known?.Source ?? "", Registry = registry ?? "" }).Settings(session, known);
        var login = registry is null ? null : await PullSecretStep.LoginAsync(registry, cancellationToken);
        settings = settings with
        {
            State = new StateFolder(folder.Path),
            Record = settings.Record with { PullSecret = login is null ? "" : PullSecretStep.Name },
        };
        return await new ClusterChecks(settings, cluster.ArgoCd).RunAsync(cancellationToken);
    }
}
