using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Changes some of an object by a merge, strategic or JSON patch.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class PatchHandler(IObjectStore store)
{
    private const string Apply = "application/apply-patch+yaml";

    /// <summary>Answers with the object as it now is.</summary>
    /// <exception cref="StatusException">It is not there, the patch does not fit it, or it cannot be so.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request.Query, "PatchOptions", request.Info.Subresource);
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
    public static async Task<Patch> ReadAsync(ApiRequest request)
    {
        var type = request.Context.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (type == Apply)
            throw NoApply(request);
        return Patch.Parse(type, await RequestBody.ReadAsync(request.Context.Request, request.Aborted), request.Resource);
    }

    private static StatusException NoApply(ApiRequest request) => request.Query.Text("fieldManager") is null
        ? Failures.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"))
        : new StatusException(new Status(
            StatusCodes.Status415UnsupportedMediaType,
            StatusReason.UnsupportedMediaType,
            "server-side apply is not there yet on the local platform: use --server-side=false",
            null));

    private static JsonObject Shown(ApiRequest request, JsonObject value) =>
        JsonObject.Create(EventConversion.FromStored(request.Resource, JsonSerializer.SerializeToElement<JsonNode>(value)))!;
}
