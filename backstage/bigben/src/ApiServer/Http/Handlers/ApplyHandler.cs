using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Applies an object, or its status, by a server-side apply; makes it where it is not there.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class ApplyHandler(IObjectStore store)
{
    /// <summary>Answers with the object as it now is.</summary>
    /// <exception cref="StatusException">Others own what is applied, or it cannot be so.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request, "PatchOptions");
        var resource = EventConversion.Stored(request.Resource);
        var applied = Written(request, EventConversion.ToStored(request.Resource, await ReadAsync(request, request.Resource)));
        var patch = new ApplyPatch(applied, resource, options.Manager!, request.Query.Flag("force"));
        if (options.Subresource.Length == 0 && Create() is { } made)
            await request.AnswerAsync(StatusCodes.Status201Created, made);
        else
            await request.AnswerAsync(StatusCodes.Status200OK, Change());

        JsonElement Change() => store.Update(resource, request.Namespace, request.Name, patch.Apply, options);

        JsonElement? Create()
        {
            try
            {
                if (store.Find(resource, request.Namespace, request.Name) is not null)
                    return null;
                request.Require(RequestVerb.Create);
                return store.Create(resource, request.Namespace, patch.Apply([]), options);
            }
            catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
            {
                // Somebody else was quicker.
                return null;
            }
        }
    }

    /// <summary>Reads what is applied.</summary>
    /// <param name="request">The request.</param>
    /// <param name="resource">Of what kind it is.</param>
    /// <exception cref="StatusException">It cannot be read, or is another object.</exception>
    public static async Task<JsonObject> ReadAsync(ApiRequest request, ApiResource resource)
    {
        var applied = ApplyPatch.Read(await RequestBody.ReadAsync(request.Context.Request, request.Aborted));
        if ((applied["metadata"] as JsonObject)?["managedFields"] is not null)
            throw Failures.BadRequest("metadata.managedFields must be nil");
        var version = applied["apiVersion"]?.ToString() ?? "";
        if (version != resource.ApiVersion)
        {
            throw Failures.BadRequest(
                $"Incorrect version specified in apply patch. Specified patch version: {version}, expected: {resource.ApiVersion}");
        }

        Identity.Check(resource, request.Namespace, applied);
        var name = ObjectMeta.Text(applied, "name");
        if (name.Length > 0 && name != request.Name)
            throw Failures.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        ObjectMeta.Of(applied)["name"] = request.Name;
        return applied;
    }

    // A status is written on its own path, and nothing else there.
    private static JsonObject Written(ApiRequest request, JsonObject applied)
    {
        if (request.Info.Subresource == "status")
            return applied["status"] is { } status ? new JsonObject { ["status"] = status.DeepClone() } : [];
        if (request.Resource.HasStatus)
            applied.Remove("status");
        return applied;
    }
}
