using BigBen.Platforms;
using BigBen.Verbs.Lifecycle;

namespace BigBen.Tests.Verbs.Lifecycle;

public sealed class UpSummaryTests
{
    [Fact]
    public void Where_nothing_is_recorded_nothing_is_called_proven()
    {
        var text = Print(new UpResult([], ["'https://github.com/a/b' records nothing yet"], Changed: true));

        text.ShouldEndWith("  'https://github.com/a/b' records nothing yet\nUp in 3.0 s; nothing is delivered yet.\n");
    }

    [Fact]
    public void The_console_is_told_by_its_host() =>
        Print(new UpResult([], [], Changed: true), "console.example.localhost:8080")
            .ShouldContain("  http://console.example.localhost:8080 ");

    private static string Print(UpResult result, string? console = null)
    {
        var output = new StringWriter { NewLine = "\n" };
        UpSummary.Print(output, result, console, TimeSpan.FromSeconds(3));
        return output.ToString();
    }
}
