using BigBen.Console.Html;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Releases;

namespace BigBen.Console.Pages;

/// <summary><c>GET /release</c>: asks which version to release.</summary>
internal static class ReleasePage
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/release", async (HttpContext http) =>
        {
            var newest = await context.Commits.NewestVersionAsync(http.RequestAborted);
            var environments = await context.Commits.EnvironmentsAsync(http.RequestAborted);
            return Page.Of("Release", "/", Write(newest, environments), isLive: false);
        }).ExcludeFromDescription();

    private static Markup Write(SemanticVersion? newest, EnvironmentList environments)
    {
        var next = newest is null
            ? ["v0.1.0"]
            : new[]
            {
                $"{newest with { Patch = newest.Prerelease.Length > 0 ? newest.Patch : newest.Patch + 1, Prerelease = "", Build = "" }}",
                $"{newest with { Minor = newest.Minor + 1, Patch = 0, Prerelease = "", Build = "" }}",
                $"{newest with { Major = newest.Major + 1, Minor = 0, Patch = 0, Prerelease = "", Build = "" }}",
            };
        return Markup.Of($"""
            <p class="crumbs"><a href="/">Board</a> / <span>Release</span></p>
            <h1>Release to {environments.Last}</h1>
            <p>A version goes {environments.Way}: each gets the very images that the one before it has run healthy. {(newest is null
                ? Markup.Of($"Nothing was released yet.")
                : Markup.Of($"The newest version is <code>{newest}</code>."))}</p>
            <form class="form" method="get" action="/confirm/release">
            <label>Version <input name="version" required value="{next[0]}" pattern="v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.\-]+)?"
            list="versions" autocomplete="off" spellcheck="false"></label>
            <datalist id="versions">{next.Select(version => Markup.Of($"""<option value="{version}"></option>"""))}</datalist>
            <label>Revision <input name="revision" placeholder="main" autocomplete="off" spellcheck="false">
            <small>A commit, branch or tag of the platform's repository; main where left empty.</small></label>
            {Markup.If(environments.All.Count > 2, () => Markup.Of($"""
            <label>To <select name="to">{environments.Released.Reverse().Select(environment => Markup.Of(
                $"""<option>{environment.Name}</option>"""))}</select></label>
            """))}
            <div class="buttons"><a class="button" href="/">Cancel</a>
            <button class="button primary">See what will be committed</button></div>
            </form>
            """);
    }
}
