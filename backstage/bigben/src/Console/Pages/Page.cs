using BigBen.Console.Html;

namespace BigBen.Console.Pages;

/// <summary>What all pages share: head, navigation, and the place that is kept up to date.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Place">Which place of the navigation it belongs to, by its path.</param>
/// <param name="Content">Its content, which the script keeps up to date.</param>
internal sealed record Page(string Title, string Place, Markup Content) : IResult
{
    private const string Runs = "/runs";
    private static readonly (string Path, string Name)[] Places = [("/", "Board"), (Runs, "Pipeline"), ("/signals", "Signals")];

    /// <summary>The console's version before anything of the page was read: a later one is a change to who looks at it.</summary>
    public long Version { get; init; }

    /// <summary>Why the objects that it shows may be old; null while the API answers.</summary>
    public string? Failure { get; init; }

    private int Every { get; init; }

    private bool IsLive { get; init; }

    private int StatusCode { get; init; } = StatusCodes.Status200OK;

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="place">Which place of the navigation it belongs to, by its path.</param>
    /// <param name="content">Its content, which the script keeps up to date.</param>
    /// <param name="every">Also every so many seconds, for what changes by itself; 0 for only when something happens.</param>
    /// <param name="isLive">Whether it is kept up to date; a form is not, while somebody fills it in.</param>
    public static IResult Of(string title, string place, Markup content, int every = 0, bool isLive = true) =>
        new Page(title, place, content) { Every = every, IsLive = isLive };

    /// <summary>A page that says that there is no such thing.</summary>
    public static IResult NotFound(string sentence)
    {
        var content = Markup.Of($"""<h1>Not found</h1><p>{sentence}</p><p><a href="/">Back to the board</a></p>""");
        return new Page("Not found", "", content) { StatusCode = StatusCodes.Status404NotFound };
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) =>
        Results.Content($"{Whole()}", "text/html; charset=utf-8", statusCode: StatusCode).ExecuteAsync(httpContext);

    private Markup Whole() => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Title} · Big Ben</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/console.css">
        <script src="/assets/console.js" type="module"></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="26" height="26"><span>Big Ben</span></a>
        <nav aria-label="Main"><ul>{Places.Select(link => Markup.Of(
            $"""<li><a href="{link.Path}"{Current(link.Path == Place)}>{link.Name}</a></li>"""))}</ul></nav>
        <span id="live" class="live" role="status" data-state="off"></span>
        </header>
        <main id="main" tabindex="-1" data-live="{(IsLive ? "yes" : "no")}" data-every="{Every}" data-version="{Version}">
        <div>{Old()}</div>
        {Content}
        </main>
        </body>
        </html>
        """);

    // Runs are the console's own. What there is not may yet be where the API does not answer.
    private Markup Old() => Markup.If(Failure is not null && Place != Runs, () => Markup.Of(
        $"""<p class="alert" role="alert">What is shown may be old: {Failure}</p>"""));

    private static Markup Current(bool isCurrent) => isCurrent ? Markup.Of($" aria-current=\"page\"") : Markup.Empty;
}
