using BigBen.ApiServer.Access;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Audit;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry.Events;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http;

/// <summary>A request for a resource that there is.</summary>
/// <param name="Context">The HTTP request.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Info">What of it.</param>
/// <param name="MediaType">How the answer is written.</param>
/// <param name="Now">The time, which ages are counted up to.</param>
/// <param name="User">Who asks.</param>
internal sealed record ApiRequest(
    HttpContext Context, ApiResource Resource, RequestInfo Info, MediaType MediaType, DateTimeOffset Now, User User)
{
    /// <summary>What is kept of it in the audit log; null where it changes nothing.</summary>
    public AuditEvent? Audited { get; init; }

    /// <summary>The namespace; empty for none.</summary>
    public string Namespace => Info.Namespace ?? "";

    /// <summary>The object's name.</summary>
    public string Name => Info.Name;

    /// <summary>
    /// Whether the path says a namespace where the resource has one, and none where it has not: only then is there an object.
    /// </summary>
    public bool IsPlaced => Resource.Namespaced == Info.Namespace is not null;

    /// <summary>The options.</summary>
    public IQueryCollection Query => Context.Request.Query;

    /// <summary>The media type of the body, without parameters; empty where it is not said.</summary>
    public string ContentType => Context.Request.ContentType?.Split(';')[0].Trim() ?? "";

    /// <summary>Set when the client goes away.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Requires a right beside that of the request's own verb, which is checked already.</summary>
    /// <exception cref="StatusException">The user has not got it.</exception>
    public void Require(string verb)
    {
        var asked = AccessAttributes.Of(verb, Info);
        if (!User.May(asked))
            throw Authorization.Forbidden(User, asked);
    }

    /// <summary>Tells the client of what it may not have meant, in a header beside the answer.</summary>
    public void Warn(string text)
    {
        // What a header cannot hold is left out.
        var quoted = new string([.. text.Where(character => character is >= ' ' and <= '~')])
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        Context.Response.Headers.Append("Warning", $"299 - \"{quoted}\"");
    }

    /// <summary>Answers with one object, as the client wants to see it.</summary>
    public Task AnswerAsync(int code, JsonElement value) => Answer.WriteAsync(Context, code, MediaType.Format, Views.Of(this, value));

    /// <summary>Answers with a list, as the client wants to see it.</summary>
    public Task AnswerAsync(ListPage page) => Answer.WriteAsync(Context, StatusCodes.Status200OK, MediaType.Format, Views.Of(this, page));

    /// <summary>Reads the object that was sent.</summary>
    /// <exception cref="StatusException">There is none.</exception>
    public async Task<JsonObject> ObjectAsync() =>
        EventConversion.ToStored(Resource, await RequestBody.ObjectAsync(Context.Request, Resource.Kind, Aborted));
}
