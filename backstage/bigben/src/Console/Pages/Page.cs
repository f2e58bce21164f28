using BigBen.Console.Html;

namespace BigBen.Console.Pages;

/// <summary>What all pages share: head, navigation, and the place that is kept up to date.</summary>
internal static class Page
{
    private static readonly (string Path, string Name)[] Places = [("/", "Board"), ("/runs", "Pipeline"), ("/signals", "Signals")];

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="place">Which place of the navigation it belongs to, by its path.</param>
    /// <param name="content">Its content, which the script keeps up to date.</param>
    /// <param name="every">Also every so many seconds, for what changes by itself; 0 for only when something happens.</param>
    /// <param name="isLive">Whether it is kept up to date; a form is not, while somebody fills it in.</param>
    public static IResult Of(string title, string place, Markup content, int every = 0, bool isLive = true) =>
        Results.Content(Whole(title, place, content, every, isLive).ToString(), "text/html; charset=utf-8");

    /// <summary>A page that says that there is no such thing.</summary>
    public static IResult NotFound(string sentence)
    {
        var content = Markup.Of($"""<h1>Not found</h1><p>{sentence}</p><p><a href="/">Back to the board</a></p>""");
        return Results.Content(
            Whole("Not found", "", content, 0, isLive: false).ToString(),
            "text/html; charset=utf-8",
            statusCode: StatusCodes.Status404NotFound);
    }

    private static Markup Whole(string title, string place, Markup content, int every, bool isLive) => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · Big Ben</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/console.css">
        <script src="/assets/console.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="26" height="26"><span>Big Ben</span></a>
        <nav aria-label="Main"><ul>{Places.Select(link => Markup.Of(
            $"""<li><a href="{link.Path}"{Current(link.Path == place)}>{link.Name}</a></li>"""))}</ul></nav>
        <span id="live" class="live" role="status" data-state="off"></span>
        </header>
        <main id="main" tabindex="-1" data-live="{(isLive ? "yes" : "no")}" data-every="{every}">
        {content}
        </main>
        </body>
        </html>
        """);

    private static Markup Current(bool isCurrent) => isCurrent ? Markup.Of($" aria-current=\"page\"") : Markup.Empty;
}
