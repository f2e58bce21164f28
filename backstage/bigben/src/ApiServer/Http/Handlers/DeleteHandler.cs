using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Registry.Events;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>Deletes one object, or all that match.</summary>
/// <param name="store">Where they are.</param>
/// <param name="lists">Finds those that match.</param>
internal sealed class DeleteHandler(IObjectStore store, ListHandler lists)
{
    /// <summary>Answers with a <c>Status</c> when the object is gone, with the object while it waits for its end.</summary>
    /// <exception cref="StatusException">It is not there, or is not the one meant.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var options = await DeleteQuery.ReadAsync(request);
        var deleted = store.Delete(EventConversion.Stored(request.Resource), request.Namespace, request.Name, options);
        if (deleted.Gone && !IsShown(request, options))
            await Answer.WriteAsync(request.Context, StatusCodes.Status200OK, request.MediaType.Format, Gone(request, deleted));
        else
            await request.AnswerAsync(StatusCodes.Status200OK, deleted.Value);
    }

    /// <summary>Answers with the list of what was deleted.</summary>
    /// <exception cref="StatusException">An option cannot be read.</exception>
    public async Task HandleCollectionAsync(ApiRequest request)
    {
        var options = await DeleteQuery.ReadAsync(request);
        var page = lists.Read(request);
        var deleted = new List<JsonElement>();
        foreach (var value in page.Items)
        {
            var resource = EventConversion.Stored(request.Resource);
            try
            {
                deleted.Add(store.Delete(resource, value.Text("namespace"), value.Text("name"), options).Value);
            }
            catch (StatusException e) when (e.Code == StatusCodes.Status404NotFound)
            {
                // Somebody else was faster: it is gone, as was asked.
            }
        }

        page = page with { Items = deleted };
        await request.AnswerAsync(page);
    }

    private static JsonObject Gone(ApiRequest request, Deletion deleted) => Status.Success(new StatusDetails
    {
        Name = request.Name,
        Group = request.Resource.Group,
        Kind = request.Resource.Plural,
        Uid = deleted.Value.Text("uid"),
    });

    // Kubernetes shows a pod that is gone at once, and nothing else.
    private static bool IsShown(ApiRequest request, DeleteOptions options) =>
        request.Resource.GroupResource == "pods" && options.GracePeriodSeconds != 0;
}
