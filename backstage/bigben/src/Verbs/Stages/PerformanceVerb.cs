using System.CommandLine;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Performance;

namespace BigBen.Verbs.Stages;

/// <summary><c>performance</c>: whether a running service keeps the thresholds of its performance test.</summary>
internal static class PerformanceVerb
{
    public static Verb Create()
    {
        var service = PipelineVerb.ServiceArgument();
        var environment = new Option<string?>("--environment")
        {
            Description = "The environment of this platform that it runs in (default: the first).",
            HelpName = "ENVIRONMENT",
        };
        var url = new Option<string?>("--url") { Description = "Where it runs, of whatever platform.", HelpName = "URL" };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var found) && found.Scheme is "http" or "https"))
                result.AddError($"--url takes a URL such as http://dev.service-a.bigben.localhost:8080, not '{token.Value}'.");
        });
        var command = new Verb(
            "performance", "Put the load of a service's performance.json on it; exit code 1 where a threshold is crossed.",
            "big-ben.sh performance service-a",
            "big-ben.sh performance service-a --url https://dev.service-a.example.com")
        {
            service, environment, url,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is not null && result.GetResult(environment) is not null)
                result.AddError("--environment and --url do not go together.");
        });
        return command.Does(async (session, parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(service)!;
            var gate = PerformanceGate.In(session.Root);
            if (!gate.Has(name))
                throw new PlatformException($"There is no {PerformanceTest.PathOf(name)}: write one, as docs/deliveries.md shows.");
            var where = parsed.GetValue(url) is { } given
                ? new Uri(given)
                : await RunningUrls.OfAsync(
                    session, parsed.GetValue(environment) ?? EnvironmentList.OfClone(session.Root).First, name, cancellationToken);
            await RequireAsync(session, gate, new Dictionary<string, Uri> { [name] = where }, cancellationToken);
        });
    }

    /// <summary>Runs the tests of services, one after the other, and shows them.</summary>
    /// <exception cref="PlatformException">A threshold is crossed.</exception>
    public static async Task RequireAsync(
        Session session, PerformanceGate gate, IReadOnlyDictionary<string, Uri> services, CancellationToken cancellationToken)
    {
        await using var display = session.Display();
        var run = new Run("performance", Path.Combine(session.State.Pipelines, "performance"), TimeProvider.System, display.Show);
        foreach (var (service, url) in services)
        {
            await run.StepAsync($"performance {service}", async step =>
            {
                step.Note($"{url}");
                step.Detail = await gate.RequireAsync(service, url, run.LogFile(service), step.Note, cancellationToken);
            });
        }
    }
}
