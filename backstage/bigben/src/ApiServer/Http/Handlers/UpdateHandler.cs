using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Puts an object, or a part of it, in the place of what is there.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class UpdateHandler(IObjectStore store)
{
    /// <summary>Answers with the object as it now is.</summary>
    /// <exception cref="StatusException">It is not there, was changed meanwhile, or is not the same object.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request, "UpdateOptions");
        var value = await request.ObjectAsync();
        var written = store.Update(
            EventConversion.Stored(request.Resource),
            request.Namespace,
            request.Name,
            _ => value,
            options);
        await request.AnswerAsync(StatusCodes.Status200OK, written);
    }
}
