using BigBen.ServiceDefaults.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BigBen.ServiceDefaults.Endpoints;

internal static class MetricsText
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", Answer).DisableHttpMetrics().ExcludeFromDescription();

    private static ContentHttpResult Answer(PrometheusExporter exporter) =>
        TypedResults.Text(exporter.Scrape(), PrometheusText.ContentType);
}
