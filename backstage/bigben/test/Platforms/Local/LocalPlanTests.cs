using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Local;

public sealed class LocalPlanTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_plan_is_printed_in_order_without_any_tool_and_nothing_is_made()
    {
        // A PATH on which there is nothing.
        var result = await new Command(
            Environment.ProcessPath is { } self && Path.GetFileName(self) == "dotnet" ? self : "dotnet",
            typeof(PlatformException).Assembly.Location,
            "up",
            "--dry-run",
            "--platform",
            "local",
            "--port",
            "18080",
            "--state",
            _temp["state"])
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = _temp.Path, ["BIGBEN_ROOT"] = RepositoryRoot.Path },
        }.RunAsync();

        result.ExitCode.ShouldBe(0, result.Error);
        // The steps of LocalBootstrap and of what it has the platform do, by their names.
        string[] said =
        [
            "on platform 'local'", "1. check this machine", "port 18080 is free", "2. find Helm", "3. open the forge",
            _temp["state/forge.git"], "4. start the platform", "5. deliver main", "6. release", "./bootstrap/destroy.sh undoes it",
        ];
        var places = said.Select(text => result.Output.IndexOf(text, StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place > 0);
        places.ShouldBe(places.Order());
        Directory.Exists(_temp["state"]).ShouldBeFalse();
    }
}
