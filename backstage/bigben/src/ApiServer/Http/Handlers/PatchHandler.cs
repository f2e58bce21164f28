using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Changes some of an object by a merge, strategic or JSON patch.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class PatchHandler(IObjectStore store)
{
    /// <summary>Answers with the object as it now is.</summary>
    /// <exception cref="StatusException">It is not there, the patch does not fit it, or it cannot be so.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request, "PatchOptions");
        var patch = await ReadAsync(request);
        var written = store.Update(
            EventConversion.Stored(request.Resource),
            request.Namespace,
            request.Name,
            value => EventConversion.ToStored(request.Resource, patch.Apply(Shown(request, value))),
            options);
        await request.AnswerAsync(StatusCodes.Status200OK, written);
    }

    /// <summary>Reads the patch of a request.</summary>
    /// <exception cref="StatusException">Its form is not known or it cannot be read.</exception>
    public static async Task<Patch> ReadAsync(ApiRequest request) => Patch.Parse(
        request.ContentType, await RequestBody.ReadAsync(request.Context.Request, request.Aborted), request.Resource);

    private static JsonObject Shown(ApiRequest request, JsonObject value) =>
        JsonObject.Create(EventConversion.FromStored(request.Resource, JsonSerializer.SerializeToElement<JsonNode>(value)))!;
}
