using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Selectors;

namespace BigBen.ApiServer.Access;

/// <summary>What somebody would like to do, as rules are asked for it.</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Namespace">Where; empty for the whole cluster.</param>
/// <param name="Group">The API group of the resource; empty for the core one.</param>
/// <param name="Resource">The resource's plural.</param>
/// <param name="Subresource">The part of the object; empty for the object itself.</param>
/// <param name="Name">The object's name; empty for all of them, or where it is not known.</param>
/// <param name="Path">The path, where it is not a resource's; otherwise null.</param>
internal sealed record AccessAttributes(
    string Verb, string Namespace, string Group, string Resource, string Subresource, string Name, string? Path = null)
{
    /// <summary>The resource with the part of it, as rules and refusals name both.</summary>
    public string FullResource => Subresource.Length > 0 ? $"{Resource}/{Subresource}" : Resource;

    /// <summary>What a request would like to do.</summary>
    /// <param name="request">The request.</param>
    /// <param name="info">What it is about; null when it is not a resource.</param>
    public static AccessAttributes Of(HttpRequest request, RequestInfo? info) => info is null
        ? OfPath(request.Method.ToLowerInvariant(), request.Path.Value!)
        : Of(RequestVerb.Of(request, info), info).Selected(request.Query.Text("fieldSelector"));

    /// <summary>What is done with a resource.</summary>
    public static AccessAttributes Of(string verb, RequestInfo info) =>
        // To Kubernetes, a namespace is in itself.
        new(verb, info.Resource == "namespaces" ? info.Name : info.Namespace ?? "", info.Group, info.Resource, info.Subresource, info.Name);

    /// <summary>What is done at a path.</summary>
    public static AccessAttributes OfPath(string verb, string path) => new(verb, "", "", "", "", "", path);

    /// <summary>What the <c>spec</c> of an access review asks for; null where it asks for nothing.</summary>
    public static AccessAttributes? Of(JsonNode? spec) => (spec?["resourceAttributes"], spec?["nonResourceAttributes"]) switch
    {
        ({ } resource, null) => new(
            Text(resource, "verb"),
            Text(resource, "namespace"),
            Text(resource, "group"),
            Text(resource, "resource"),
            Text(resource, "subresource"),
            Text(resource, "name")),
        (null, { } path) => OfPath(Text(path, "verb"), Text(path, "path")),
        _ => null,
    };

    // A list or a watch of the one object of a name is known by the name, as in Kubernetes.
    private AccessAttributes Selected(string? fields) =>
        Name.Length == 0 && Verb is RequestVerb.List or RequestVerb.Watch && fields is not null
            ? this with { Name = FieldSelector.NameIn(fields) ?? "" }
            : this;

    private static string Text(JsonNode attributes, string name) => attributes[name]?.GetValue<string>() ?? "";
}
