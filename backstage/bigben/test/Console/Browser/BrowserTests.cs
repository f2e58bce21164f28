using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BigBen.Tests.Console.Browser;

/// <summary>
/// What the tests in a browser share: a page that fails its test when its script fails, its policy is broken, or it asks anybody else.
/// </summary>
[Collection(SharedConsole.Name)]
public abstract class BrowserTests(ConsoleFixture platform, ChromiumFixture chromium) : IAsyncLifetime
{
    protected const float Patience = 180_000;

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<IBrowserContext> contexts = [];

    protected ConsoleFixture Platform { get; } = platform;

    protected string Origin => Platform.Origin;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var context in contexts)
            await context.DisposeAsync();
        complaints.ShouldBeEmpty();
    }

    protected Task<IPage> OpenAsync(
        string path, int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool hasScripts = true) =>
        OpenAsync(new Uri($"{Origin}{path}"), width, height, scheme, hasScripts);

    /// <param name="url">The page.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scheme">Whether it is light or dark.</param>
    /// <param name="hasScripts">Whether the browser runs scripts.</param>
    /// <param name="prepareAsync">What is done before the page is asked for.</param>
    protected async Task<IPage> OpenAsync(
        Uri url, int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light, bool hasScripts = true,
        Func<IPage, Task>? prepareAsync = null)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = hasScripts,
        });
        contexts.Add(context);
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                complaints.Enqueue($"{page.Url}: {message.Text}");
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(new Uri(url, "/").ToString(), StringComparison.Ordinal))
                complaints.Enqueue($"{page.Url} asks {request.Url}");
        };
        if (prepareAsync is not null)
            await prepareAsync(page);
        await page.GotoAsync(url.ToString());
        return page;
    }

    protected static Task SeeAsync(ILocator locator) => locator.First.WaitForAsync();

    protected static async Task SeeTextAsync(ILocator locator, string text) =>
        await Assertions.Expect(locator).ToContainTextAsync(text, new() { Timeout = Patience });

    protected static Task ShotAsync(IPage page, string name, bool whole = false) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Screenshots, $"{name}.png"), FullPage = whole });
}
