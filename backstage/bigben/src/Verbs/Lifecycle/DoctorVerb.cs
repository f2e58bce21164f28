using System.Text.Json;
using BigBen.Foundation;
using BigBen.Platforms.Doctor;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Lifecycle;

/// <summary><c>doctor</c>: looks at the machine and says what to do about each finding.</summary>
internal static class DoctorVerb
{
    public static System.CommandLine.Command Create()
    {
        var json = SharedOptions.Json();
        var port = NumberOption.Port("The port to look at (default: the platform's, else 8080).");
        var command = new Verb("doctor", "Check this machine and say what to do about each finding.", "big-ben.sh doctor --port 9000")
        {
            json, port,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed.GetValue(SharedOptions.State)),
            parsed.GetValue(port),
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Session session, int? port, bool json, CancellationToken cancellationToken)
    {
        var asked = port ?? PlatformRecord.Read(session.State)?.Port ?? UpVerb.DefaultPort;
        var findings = await new MachineChecks(session.Root, session.State, asked).RunAsync(cancellationToken);
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
}
