using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Discovery;
using BigBen.ApiServer.Http.Responses;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>What the server is and serves.</summary>
internal static class DiscoveryHandler
{
    /// <summary>Answers a path of discovery; null when the path is another one.</summary>
    /// <exception cref="StatusException">The path is there, but not for this method.</exception>
    public static Task? Handle(HttpContext context)
    {
        var aggregated = IsAggregated(context.Request);
        if (Document(context.Request, aggregated) is not { } document)
            return null;
        if (!HttpMethods.IsGet(context.Request.Method))
            throw Failures.MethodNotAllowed();
        // The client knows by the type which of the two it was given.
        var type = document["kind"]?.GetValue<string>() == "APIGroupDiscoveryList" ? AggregatedDiscovery.MediaType : null;
        return Answer.WriteAsync(context, StatusCodes.Status200OK, Format.Json, document, type);
    }

    private static JsonObject? Document(HttpRequest request, bool aggregated) => request.Path.Value!.Trim('/').Split('/') switch
    {
        ["version"] => ServerVersion.Document(),
        ["api"] => aggregated ? AggregatedDiscovery.Core() : PlainDiscovery.Versions(request.Host.Value!),
        ["apis"] => aggregated ? AggregatedDiscovery.Groups() : PlainDiscovery.Groups(),
        ["apis", var group] => PlainDiscovery.Group(group),
        ["api", var version] => PlainDiscovery.Resources("", version),
        ["apis", var group, var version] => PlainDiscovery.Resources(group, version),
        ["apis", "apiextensions.k8s.io", "v1", "customresourcedefinitions"] when !request.QueryString.HasValue =>
            PlainDiscovery.CustomResources(),
        _ => null,
    };

    private static bool IsAggregated(HttpRequest request) =>
        request.Headers.Accept.ToString().Split(',')
            .Any(range => range.Replace(" ", "", StringComparison.Ordinal) == AggregatedDiscovery.MediaType);
}
