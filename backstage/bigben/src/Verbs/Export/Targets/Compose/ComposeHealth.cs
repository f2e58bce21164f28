using BigBen.Verbs.Export.Translating;

namespace BigBen.Verbs.Export.Targets.Compose;

/// <summary>
/// A container's probes as a healthcheck of Compose, which is one command inside of the container and starts nothing again. A probe that
/// is a command is that; the readiness of the service's own container is asked over HTTP by its program, called as charts/app has it:
/// <c>PROGRAM probe URL</c>. What else asks over HTTP or opens a port is left.
/// </summary>
internal static class ComposeHealth
{
    // Seconds, as in the examples' own compose files: each question starts a program, which has to come up before it asks.
    private const int LeastInterval = 5;
    private const int StartOfProgram = 5;

    /// <summary>Takes of the probes what Compose can do, and writes it down.</summary>
    /// <param name="container">The container.</param>
    /// <param name="workload">The pod that it is in.</param>
    /// <param name="service">The service.</param>
    public static void Add(Part container, Workload workload, JsonObject service)
    {
        string[] probes = ["livenessProbe", "readinessProbe"];
        if (probes.Select(name => container.At(name)).FirstOrDefault(one => one?.At("exec") is not null) is { } probe)
        {
            service["healthcheck"] = Command(container, probe);
        }
        else if (ReferenceEquals(container, workload.Container) && container.At("readinessProbe") is { } readiness
            && Question(readiness, workload) is { } words)
        {
            service["healthcheck"] = Asked(container, readiness, words);
        }
    }

    private static JsonObject Command(Part container, Part probe)
    {
        var exec = probe.At("exec")!;
        var command = (JsonArray)exec.Take("command")!;
        var health = new JsonObject { ["test"] = ComposeText.Words(command.Select(word => $"{word}").Prepend("CMD")) };
        foreach (var (field, name) in new[] { ("periodSeconds", "interval"), ("timeoutSeconds", "timeout") })
        {
            if (probe.TakeText(field) is { } seconds)
                health[name] = $"{seconds}s";
        }

        if (probe.Take("failureThreshold") is { } retries)
            health["retries"] = retries;
        if (container.At("startupProbe") is { } startup && JsonNode.DeepEquals(startup.At("exec")?.Peek("command"), command)
            && TakeStart(startup, "exec") is var (period, tries))
        {
            health["start_period"] = $"{period * tries}s";
            health["start_interval"] = $"{period}s";
        }

        return health;
    }

    private static JsonObject Asked(Part container, Part readiness, IEnumerable<string> words)
    {
        var health = new JsonObject { ["test"] = ComposeText.Words(words) };
        var interval = Number(readiness, "periodSeconds") ?? 0;
        if (interval >= LeastInterval)
            readiness.Take("periodSeconds");
        health["interval"] = $"{Math.Max(interval, LeastInterval)}s";
        // A probe's own, where it says nothing.
        health["timeout"] = $"{(Number(readiness, "timeoutSeconds") ?? 1) + StartOfProgram}s";
        readiness.Take("timeoutSeconds");
        if (readiness.Take("failureThreshold") is { } retries)
            health["retries"] = retries;
        // What it asks at the start is another question, and stays; how long that may take is the same.
        if (container.At("startupProbe") is { } startup && TakeStart(startup) is var (period, tries))
            health["start_period"] = $"{period * tries}s";
        return health;
    }

    // The words by which the program asks; null where it is not known, or would ask otherwise than the kubelet.
    private static IEnumerable<string>? Question(Part readiness, Workload workload)
    {
        if (workload.Program.Count == 0 || readiness.At("httpGet") is not { } get || get.Text("scheme") is not ("" or "HTTP")
            || get.Names.Any(name => name is not ("path" or "port" or "scheme")))
        {
            return null;
        }

        var port = workload.PortOf(get.Text("port"));
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        readiness.Take("httpGet");
        return ["CMD", .. workload.Program, "probe", $"http://127.0.0.1:{port}{get.Text("path")}"];
    }

    private static (int Period, int Tries)? TakeStart(Part startup, params ReadOnlySpan<string> more)
    {
        if (Number(startup, "periodSeconds") is not { } period || Number(startup, "failureThreshold") is not { } tries)
            return null;
        foreach (var field in (string[])["periodSeconds", "failureThreshold", .. more])
            startup.Take(field);
        return (period, tries);
    }

    private static int? Number(Part probe, string field) =>
        int.TryParse(probe.Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
