using BigBen.Console.Safety;

namespace BigBen.Console.Pages;

/// <summary>The pages that people look at.</summary>
internal static class ConsolePages
{
    /// <summary>Forms are posted below this path.</summary>
    public const string Actions = "/actions";

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context, AntiForgery antiForgery)
    {
        AssetsEndpoint.Map(routes);
        ActionsEndpoint.Map(routes, context);
        var pages = routes.MapGroup("").AddEndpointFilter((invocation, next) => StampAsync(context, invocation, next));
        BoardPage.Map(pages, context);
        ApplicationPage.Map(pages, context);
        PipelinePage.Map(pages, context);
        RunPage.Map(pages, context);
        PodPage.Map(pages, context);
        SignalsPage.Map(pages, context);
        ReleasePage.Map(pages, context);
        ConfirmPage.Map(pages, context, antiForgery);
    }

    // What changes while a page is written is not on it for certain, so its version is that before.
    private static async ValueTask<object?> StampAsync(
        ConsoleContext context, EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var version = context.Version;
        var result = await next(invocation);
        return result is Page page ? page with { Version = version, Failure = context.Cache.Failure } : result;
    }
}
