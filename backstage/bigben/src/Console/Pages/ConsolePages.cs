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
        BoardPage.Map(routes, context);
        ApplicationPage.Map(routes, context);
        PipelinePage.Map(routes, context);
        RunPage.Map(routes, context);
        PodPage.Map(routes, context);
        SignalsPage.Map(routes, context);
        ReleasePage.Map(routes, context);
        ConfirmPage.Map(routes, context, antiForgery);
        ActionsEndpoint.Map(routes, context);
    }
}
