using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>Its memory after pages were read and changes pushed. What is pushed is one more comment in a service's values.</summary>
internal sealed class PushesRow(RunningPlatform platform) : IRow
{
    private const int Refreshes = 200;
    private const int Pushes = 30;

    public string Name => "pushes";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        using var folder = new TemporaryFolder();
        var clone = Path.Combine(folder.Path, "clone");
        await Tool.RunAsync("git", "clone", "--quiet", Path.Combine(platform.State, "forge.git"), clone);
        var values = Directory.GetDirectories(Path.Combine(clone, "app")).Order(StringComparer.Ordinal)
            .Select(service => Path.Combine(service, "deploy-config", "developer", "values.yaml")).First(File.Exists);
        var figures = new List<Figure>();
        for (var round = 0; round < rounds; round++)
        {
            await RefreshAsync();
            for (var push = 0; push < Pushes; push++)
                await PushAsync(clone, values, $"{round}.{push}");
            figures.Add(new Figure(
                $"memory after {Refreshes} pages and {Pushes} pushes", "< 120 MB", "{0:0 MB}", platform.ResidentMegabytes, 120));
        }

        return figures;
    }

    private async Task RefreshAsync()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Host = $"console.bigben.localhost:{platform.Port}" } };
        for (var refresh = 0; refresh < Refreshes; refresh++)
            await http.GetStringAsync($"http://127.0.0.1:{platform.Port}/");
    }

    private static async Task PushAsync(string clone, string values, string change)
    {
        await File.AppendAllTextAsync(values, $"# {change}\n");
        await Tool.RunAsync(
            "git", "-C", clone, "-c", "user.name=bench", "-c", "user.email=bench@bigben.localhost", "commit", "-qam", $"Measure {change}");
        await Tool.RunAsync(
            "git", "-C", clone, "push", "--quiet", "--receive-pack=GIT_NAMESPACE=pushed git-receive-pack", "origin", "HEAD:main");
    }
}
