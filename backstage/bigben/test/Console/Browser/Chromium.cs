namespace BigBen.Tests.Console.Browser;

/// <summary>A test that needs Chromium; skipped, with the reason, on a machine without it.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = "No Chromium: install the package chromium, or name one by BIGBEN_CHROMIUM.";
        else if (Chromium.DriverMissing is { } why)
            Skip = why;
    }
}

/// <summary>The same, with axe-core, which is obtained rather than kept here.</summary>
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() =>
        Skip = Chromium.Path is null ? "No Chromium: install the package chromium, or name one by BIGBEN_CHROMIUM."
            : Chromium.AxePath is null ? "No axe-core: name its axe.min.js by BIGBEN_AXE ('npm pack axe-core' fetches it; .ci/run does)."
            : Chromium.DriverMissing;
}

/// <summary>The browser of the tests: Debian's, headless, without a request of its own.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    public static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("BIGBEN_CHROMIUM") }.Concat(Places).FirstOrDefault(File.Exists);

    public static string? AxePath { get; } = new[] { Environment.GetEnvironmentVariable("BIGBEN_AXE") }.FirstOrDefault(File.Exists);

    /// <summary>Playwright's driver comes with its package.</summary>
    public static string? DriverMissing { get; } =
        Directory.Exists(System.IO.Path.Combine(AppContext.BaseDirectory, ".playwright"))
            ? null
            : "Playwright's driver is not in the build output.";

    /// <summary>Where screenshots are kept.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("BIGBEN_SCREENSHOTS") ?? System.IO.Path.Combine(AppContext.BaseDirectory, "screenshots"))
        .FullName;
}
