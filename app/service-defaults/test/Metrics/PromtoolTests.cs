using System.Diagnostics;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public class PromtoolTests
{
    [PromtoolFact]
    public async Task Prometheus_own_linter_has_nothing_to_say()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        foreach (var path in new[] { "/ok/1", "/nowhere", "/throw" })
            await service.Public.GetAsync(path);
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(await service.Management.GetStringAsync("/metrics"));
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        complaints.ShouldBe("");
        promtool.ExitCode.ShouldBe(0);
    }
}

/// <summary>A test that needs promtool, which is in Debian's package prometheus.</summary>
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "promtool"))))
            Skip = "promtool is not on PATH.";
    }
}
