namespace BigBen.ApiServer.Http.Requests;

/// <summary>What a request does, in the words of discovery and RBAC.</summary>
internal static class RequestVerb
{
    public const string Get = "get";
    public const string List = "list";
    public const string Watch = "watch";
    public const string Create = "create";
    public const string Update = "update";
    public const string Patch = "patch";
    public const string Delete = "delete";
    public const string DeleteCollection = "deletecollection";

    /// <summary>The verb of a request.</summary>
    public static string Of(HttpRequest request, RequestInfo info) => (request.Method, info.Name) switch
    {
        ("GET", _) when request.Query.Flag("watch") => Watch,
        ("GET", "") => List,
        ("GET", _) => Get,
        ("POST", _) => Create,
        ("PUT", _) => Update,
        ("PATCH", _) => Patch,
        ("DELETE", "") => DeleteCollection,
        ("DELETE", _) => Delete,
        var (method, _) => method.ToLowerInvariant(),
    };
}
