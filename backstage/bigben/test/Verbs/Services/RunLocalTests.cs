using System.Diagnostics;
using BigBen.Foundation.Processes;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Services;

/// <summary>An example's <c>run-local.sh</c>, as a person runs it in a clone.</summary>
public sealed class RunLocalTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    // A clone is restored and built for it.
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task What_is_saved_runs_at_once()
    {
        await PlatformFixture.CopyRepositoryAsync(_temp["clone"]);
        var port = PlatformFixture.FreePort();
        var url = $"http://127.0.0.1:{port}/api/echo?text=foo";
        using var http = new HttpClient();
        using var watch = Process.Start(RunLocal(port))!;
        var output = Task.WhenAll(watch.StandardOutput.ReadToEndAsync(), watch.StandardError.ReadToEndAsync());
        try
        {
            await AnswersAsync(http, url, """{"text":"foo"}""");

            await EditAsync("Echo.cs", "new Echoed(text)", "new Echoed(text.ToUpperInvariant())");

            await AnswersAsync(http, url, """{"text":"FOO"}""");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            // It ends with the last of its processes.
            await output;
        }
    }

    private static Task AnswersAsync(HttpClient http, string url, string expected) =>
        Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await http.GetStringAsync(url) == expected;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(10));

    private async Task EditAsync(string name, string old, string text)
    {
        var file = Path.Combine(_temp["clone"], "examples/echo/src", name);
        var before = await File.ReadAllTextAsync(file);
        before.ShouldContain(old);
        await File.WriteAllTextAsync(file, before.Replace(old, text, StringComparison.Ordinal));
    }

    private ProcessStartInfo RunLocal(int port)
    {
        var start = new ProcessStartInfo(Path.Combine(_temp["clone"], "examples/echo/run-local.sh"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in ToolEnvironment.KeptFrom("dotnet"))
            start.Environment.Remove(name);
        start.Environment["HTTP_PORT"] = $"{port}";
        // The SDK's servers would go on, with what they were started by as their output.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }
}
