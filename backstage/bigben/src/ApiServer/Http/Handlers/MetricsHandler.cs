using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>What pods and nodes use: measured when asked for, kept nowhere.</summary>
/// <param name="metrics">Measures.</param>
/// <param name="store">Knows the newest version.</param>
internal sealed class MetricsHandler(IResourceMetrics metrics, ObjectStore store)
{
    /// <summary>Answers with one measurement or the list of them.</summary>
    /// <exception cref="StatusException">Nothing of that name is running.</exception>
    public Task HandleAsync(ApiRequest request)
    {
        var measured = request.Resource.Plural == "nodes" ? metrics.Nodes() : metrics.Pods();
        var selection = Selection.Of(request);
        var items = measured
            .Select(item => JsonSerializer.SerializeToElement<JsonNode>(item))
            .Where(item => (request.Info.Namespace ?? item.Text("namespace")) == item.Text("namespace") && selection.Matches(item))
            .ToList();
        if (request.Name.Length == 0)
        {
            var page = new ListPage(items, store.Current.Version, null, null);
            return request.AnswerAsync(page);
        }

        var measurement = items is [var one] ? one : throw Failures.NotFound(request.Resource, request.Name);
        return request.AnswerAsync(StatusCodes.Status200OK, measurement);
    }
}
