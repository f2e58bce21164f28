using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Pipeline;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Rendering;

/// <summary>A clone with the real charts and two small services, in which bigben runs as a process.</summary>
public sealed class ChartClone : IDisposable
{
    /// <summary>What the chart wants to know of every service.</summary>
    public const string Port = "service:\n  port: 8011\n";

    private static readonly string[] Charts = ["charts/app", "backstage/cd/environments"];

    private readonly TempFolder _temp = new();
    private string _helm = "";

    public TestClone Clone { get; private set; } = null!;

    public async Task CreateAsync()
    {
        _helm = Path.GetDirectoryName((await TestHelm.ProgramAsync()).Path)!;
        Clone = await TestClone.InitAsync(_temp["clone"]);
        foreach (var file in Charts.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(Clone.Path, Path.GetRelativePath(RepositoryRoot.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var services = PipelineFixture.Services().Where(file => file.Path.StartsWith("app/", StringComparison.Ordinal))
            .Select(file => (file.Path, file.Path.EndsWith(".yaml", StringComparison.Ordinal) ? file.Text + Port : file.Text));
        await Clone.CommitAsync("first", [.. services]);
    }

    public Task<CommandResult> BigBenAsync(params string[] arguments) =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), .. arguments])
        {
            WorkingDirectory = Clone.Path,
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = Clone.Path,
                ["BIGBEN_STATE"] = _temp["state"],
                ["PATH"] = $"{_helm}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        }.RunAsync(CancellationToken.None);

    /// <summary>Writes a file into the work tree, in no commit.</summary>
    public void Write(string path, string text) => File.WriteAllText(Path.Combine(Clone.Path, path), text);

    public void Dispose() => _temp.Dispose();
}
