using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Logs;

public class RequestLogTests
{
    [Fact]
    public async Task One_line_per_request_and_none_for_probes()
    {
        await using var service = await ServiceProcess.StartAsync(
            "BigBen.ServiceDefaults.Tests.dll", ("DRAIN_DELAY_SECONDS", "0"));
        foreach (var probe in new[] { "/alive", "/ready", "/metrics", "/nowhere" })
            await service.Management.GetAsync(probe);
        await service.Public.GetAsync("/ok/7?token=secret");
        await service.Public.GetAsync("/nowhere");
        await service.Public.PostAsync("/health", null);
        await service.Public.GetAsync("/throw");
        service.Terminate();
        await service.EndAsync();

        var lines = service.Log.Where(line => line.TryGetProperty("status", out _)).ToArray();
        string[] fields = ["level", "method", "path", "route", "status"];
        lines.Select(line => string.Join(' ', fields.Select(field => Value(line, field))))
            .ShouldBe([
                "Information GET /ok/7 /ok/{id} 200",
                "Information GET /nowhere - 404",
                "Information POST /health - 405",
                "Error GET /throw /throw 500",
            ]);
        lines.ShouldAllBe(line => line.GetProperty("durationMs").GetDouble() > 0);
        lines.Select(line => Value(line, "traceId").Length).ShouldAllBe(length => length == 32);
        service.Log.ShouldAllBe(line => !line.GetRawText().Contains("secret"));
        // What went wrong is told once, under the same trace id.
        var failure = service.Log.Where(line => line.TryGetProperty("exception", out _)).ShouldHaveSingleItem();
        Value(failure, "traceId").ShouldBe(Value(lines[^1], "traceId"));
        Value(failure, "exception").ShouldContain(Specimen.Secret);
    }

    private static string Value(JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "-";
}
