using BigBen.Console.Html;
using BigBen.Console.Safety;
using BigBen.Kubernetes.Applications;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;

namespace BigBen.Console.Pages;

/// <summary><c>GET /confirm/{action}</c>: says what an action will do and commit, and has the button that does it.</summary>
internal static class ConfirmPage
{
    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context, AntiForgery antiForgery)
    {
        routes.MapGet("/confirm/release", async (string? version, string? revision, string? to, HttpContext http) =>
        {
            var target = (await context.Commits.EnvironmentsAsync(http.RequestAborted)).RequireReleased(Blank(to));
            var request = new ReleaseRequest(version ?? "", Blank(revision), To: target.Name);
            return await ConfirmAsync(
                http,
                $"Release {version}",
                $"The images that {target.PromotesFrom} has run healthy go to {target.Name}. Nothing is built again.",
                plan => [("version", version ?? ""), ("revision", plan?.TaggedCommit ?? revision ?? ""), ("to", target.Name)],
                () => context.Actions.PlanReleaseAsync(request, http.RequestAborted));
        }).ExcludeFromDescription();
        OfApplication(
            "rollback",
            "Roll back",
            "Image, chart and values go back together to what ran before.",
            (found, cancellation) =>
                context.Actions.PlanRollbackAsync(new RollbackRequest(found.Service, found.Environment), cancellation));
        OfApplication(
            "restart", "Restart", "Every pod is replaced by the rules of its rollout; the old ones serve until the new ones are ready.");
        OfApplication(
            "refresh", "Refresh", "Git is read again and what runs is made equal to it; what was changed by hand is put right.");

        void OfApplication(
            string action, string title, string what, Func<Application, CancellationToken, Task<PlannedCommit>>? planAsync = null) =>
            routes.MapGet($"/confirm/{action}", (string? application, HttpContext http) =>
                ConsoleContext.Find(context.Objects, application ?? "") is { } found
                    ? ConfirmAsync(
                        http,
                        $"{title} {found.Name}",
                        what,
                        plan => [("application", found.Name), .. FieldsOf(plan?.From)],
                        planAsync is null ? null : () => planAsync(found, http.RequestAborted))
                    : Task.FromResult(Page.NotFound($"There is no Application '{application}'."))).ExcludeFromDescription();

        async Task<IResult> ConfirmAsync(
            HttpContext http,
            string title,
            string what,
            Func<PlannedCommit?, (string Name, string Value)[]> fields,
            Func<Task<PlannedCommit>>? planAsync)
        {
            PlannedCommit? plan = null;
            string? refusal = null;
            try
            {
                plan = planAsync is null ? null : await planAsync();
            }
            catch (PlatformException e)
            {
                refusal = e.Message;
            }

            var action = http.Request.Path.Value!.Split('/')[^1];
            return Page.Of(
                title,
                "/",
                Markup.Of($"""
                    <p class="crumbs"><a href="/">Board</a> / <span>{title}</span></p>
                    <h1>{title}?</h1>
                    <p>{what}</p>
                    {(refusal is null ? Plan(plan) : Markup.Of($"""<p class="alert" role="alert">{refusal}</p>"""))}
                    <form class="form" method="post" action="{ConsolePages.Actions}/{action}">
                    <input type="hidden" name="{AntiForgery.Field}" value="{antiForgery.TokenFor(http)}">
                    {fields(plan).Select(field => Markup.Of($"""<input type="hidden" name="{field.Name}" value="{field.Value}">"""))}
                    <div class="buttons"><a class="button" href="/">Cancel</a>{Markup.If(refusal is null, () => Markup.Of(
                        $"""<button class="button primary">{title}</button>"""))}</div>
                    </form>
                    """),
                isLive: false);
        }
    }

    /// <summary>The record that the page of a rollback showed; null where a form does not say.</summary>
    public static ServiceRecord? RecordIn(IFormCollection form) =>
        Blank(form["digest"]) is { } digest ? new ServiceRecord(form["revision"].ToString(), form["tag"].ToString(), digest) : null;

    /// <summary>Null for what a form leaves empty.</summary>
    public static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static (string Name, string Value)[] FieldsOf(ServiceRecord? record) => record is null
        ? []
        : [("revision", record.Revision), ("tag", record.Tag), ("digest", record.Digest)];

    private static Markup Plan(PlannedCommit? plan) =>
        plan is null ? Markup.Of($"""<p class="note">Nothing is committed: git stays as it is.</p>""")
        : Markup.Of($"""
            <h2>What will be committed</h2>
            {(plan.Diff.Length == 0
                ? Markup.Of($"""<p class="note">The record stays as it is.</p>""")
                : Markup.Of($"""
            <p><b class="subject">{plan.Subject}</b> on <code>main</code></p>{Parts.Diff(plan.Diff.Split('\n'))}
            """))}
            {Markup.If(plan.Tag is not null, () => Markup.Of(
                $"""<p>and the tag <code>{plan.Tag}</code> on <code>{Parts.Short(plan.TaggedCommit ?? "")}</code></p>"""))}
            """);
}
