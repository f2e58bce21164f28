using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Reads one object, whole or a part of it that looks the same.</summary>
/// <param name="store">Where it is.</param>
internal sealed class ReadHandler(IObjectStore store)
{
    /// <summary>Answers with the object.</summary>
    /// <exception cref="StatusException">It is not there.</exception>
    public Task HandleAsync(ApiRequest request)
    {
        var value = store.Find(EventConversion.Stored(request.Resource), request.Namespace, request.Name);
        return request.AnswerAsync(StatusCodes.Status200OK, value ?? throw Failures.NotFound(request.Resource, request.Name));
    }
}
