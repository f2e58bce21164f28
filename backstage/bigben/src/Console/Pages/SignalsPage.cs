using BigBen.Console.Html;

namespace BigBen.Console.Pages;

/// <summary><c>GET /signals</c>: the golden signals of every service in every environment.</summary>
internal static class SignalsPage
{
    // The router counts in spans of ten seconds; half of that is soon enough.
    private const int Every = 5;

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/signals", () => Page.Of("Signals", "/signals", Write(context), Every)).ExcludeFromDescription();

    private static Markup Write(ConsoleContext context)
    {
        var services = context.Controller.Applications
            .SelectMany(status => status.Services.Select(service => (status.Application.Namespace, service.Name, Application: status.Application.Name)));
        return Markup.Of($"""
            <h1>Golden signals</h1>
            <p class="muted">What the router saw in the last 15 minutes, by Ingress and by name, in spans of ten seconds.</p>
            {services.Select(service => Markup.Of($"""
            <section class="signals" aria-label="{service.Namespace} {service.Name}"><h2><a href="/applications/{service.Application}">{service.Name}</a> <span class="muted">{service.Namespace}</span></h2>
            {SignalCharts.Of(ServiceSignals.Of(context.Metrics, service.Namespace, service.Name, context.Clock))}</section>
            """))}
            """);
    }
}
