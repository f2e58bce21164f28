using BigBen.Foundation;
using BigBen.Foundation.Processes;

namespace BigBen.Tests.Secrets.Age;

/// <summary>Skipped where the real age is not on PATH.</summary>
public sealed class AgeFactAttribute : FactAttribute
{
    public AgeFactAttribute()
    {
        if (RealAge.Program is null)
            Skip = "age is not on PATH: install the package age.";
    }
}

/// <summary>The real age.</summary>
internal static class RealAge
{
    public static string? Program { get; } = SearchPath.Find("age");

    public static async Task RunAsync(params string[] arguments)
    {
        var result = await new Command(Program!, arguments).RunAsync(CancellationToken.None);
        (result.ExitCode, result.Error).ShouldBe((0, ""));
    }
}
