using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

/// <summary>One browser for all tests, each of which has pages and storage of its own in it.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("There is no Chromium, so this test is to be skipped.");

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null || Chromium.DriverMissing is not null)
            return;
        // Five seconds by itself, which a busy machine uses up.
        Assertions.SetDefaultExpectTimeout(180_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-proxy-server", "--host-resolver-rules=MAP *.localhost 127.0.0.1",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
