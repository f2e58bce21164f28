using BigBen.Console.Html;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Questions;

namespace BigBen.Console.Pages;

/// <summary><c>GET /signals</c>: the golden signals of every service in every environment.</summary>
internal static class SignalsPage
{
    // The router counts in spans of ten seconds; half of that is soon enough.
    private const int Every = 5;

    private const string Silence = "This cluster does not show the console its traffic; Grafana shows it, where ";

    public static void Map(IEndpointRouteBuilder routes, ConsoleContext context) =>
        routes.MapGet("/signals", () => Page.Of("Signals", "/signals", Write(context), Every)).ExcludeFromDescription();

    /// <summary>What stands there where a platform measures nothing that this console can read: so much, and who may know more.</summary>
    public static Markup NotKnown(ConsoleContext context) => Markup.Of($"""
        <p class="note">{Silence}<code>up --with monitoring</code> installed it.</p>
        <div class="buttons">{context.Elsewhere.Select(page => Markup.Of($"""
        <a class="button" href="{page.Url}" target="_blank" rel="noreferrer">{page.Name}<span aria-hidden="true"> ↗</span></a>
        """))}</div>
        """);

    private static Markup Write(ConsoleContext context)
    {
        if (context.Metrics is not { } metrics)
            return Markup.Of($"<h1>Golden signals</h1>{NotKnown(context)}");
        var cluster = context.Objects;
        var services = ApplicationList.Services(cluster).SelectMany(application =>
            ApplicationUrls.ServicesOf(cluster, application)
                .Select(service => (Namespace: application.Environment, service.Name, Application: application.Name)));
        return Markup.Of($"""
            <h1>Golden signals</h1>
            <p class="muted">What the router saw in the last 15 minutes, by Ingress and by name, in spans of ten seconds.</p>
            {services.Select(service => Markup.Of($"""
            <section class="signals" aria-label="{service.Namespace} {service.Name}">
            <h2><a href="/applications/{service.Application}">{service.Name}</a> <span class="muted">{service.Namespace}</span></h2>
            {SignalCharts.Of(ServiceSignals.Of(metrics, service.Namespace, service.Name, context.Clock))}</section>
            """))}
            """);
    }
}
