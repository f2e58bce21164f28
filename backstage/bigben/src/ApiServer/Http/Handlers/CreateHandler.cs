using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Makes an object.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class CreateHandler(IObjectStore store)
{
    /// <summary>Answers with the object as it was made.</summary>
    /// <exception cref="StatusException">It cannot be made.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request, "CreateOptions");
        var value = await request.ObjectAsync();
        request.Audited?.Name = ObjectMeta.Text(value, "name");
        var made = store.Create(EventConversion.Stored(request.Resource), request.Namespace, value, options);
        request.Audited?.Name = made.NameOf();
        await request.AnswerAsync(StatusCodes.Status201Created, made);
    }
}
