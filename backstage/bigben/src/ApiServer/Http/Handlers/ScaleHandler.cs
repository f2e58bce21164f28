using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>An object's <c>Scale</c>: how many replicas there are and shall be, in the same form for every kind that has some.</summary>
/// <param name="store">Where the object is.</param>
internal sealed class ScaleHandler(IObjectStore store)
{
    private static readonly ApiResource Scale = new("autoscaling", "v1", "scales", "Scale");

    /// <summary>Reads, puts or patches a scale, as the request's method says.</summary>
    /// <exception cref="StatusException">The object is not there, was changed meanwhile, or cannot be so many.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var value = request.Context.Request.Method switch
        {
            "GET" => Find(request),
            "PUT" => await PutAsync(request),
            _ => await PatchAsync(request),
        };
        await Answer.WriteAsync(request.Context, StatusCodes.Status200OK, request.MediaType.Format, Of(JsonObject.Create(value)!));
    }

    private JsonElement Find(ApiRequest request) =>
        store.Find(request.Resource, request.Namespace, request.Name) ?? throw Failures.NotFound(request.Resource, request.Name);

    private async Task<JsonElement> PutAsync(ApiRequest request)
    {
        var dryRun = WriteQuery.Read(request.Query, "UpdateOptions").DryRun;
        var scale = await RequestBody.ObjectAsync(request.Context.Request, Scale.Kind, request.Aborted);
        return Write(request, _ => scale, dryRun);
    }

    private async Task<JsonElement> PatchAsync(ApiRequest request)
    {
        var dryRun = WriteQuery.Read(request.Query, "PatchOptions").DryRun;
        var patch = await PatchHandler.ReadAsync(request);
        return Write(request, patch.Apply, dryRun);
    }

    private JsonElement Write(ApiRequest request, Func<JsonObject, JsonObject> change, bool dryRun) =>
        store.Update(
            request.Resource,
            request.Namespace,
            request.Name,
            value => Scaled(value, change(Of(value))),
            new WriteOptions(dryRun));

    private static JsonObject Scaled(JsonObject value, JsonObject scale)
    {
        var name = ObjectMeta.Text(value, "name");
        Identity.Check(Scale, ObjectMeta.Text(value, "namespace"), scale);
        ObjectValidation.CheckFields(Scale, scale, FieldValidation.Ignore);
        var given = ObjectMeta.Text(scale, "name");
        if (given != name)
            throw Failures.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        var replicas = scale["spec"]?["replicas"]?.GetValue<long>() ?? 0;
        if (replicas < 0)
        {
            var error = FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw Failures.Invalid(Scale.Group, Scale.Kind, name, [error]);
        }

        value["spec"]!["replicas"] = replicas;
        var metadata = ObjectMeta.Of(value);
        if (ObjectMeta.Text(scale, "resourceVersion") is { Length: > 0 } version)
            metadata["resourceVersion"] = version;
        return value;
    }

    private static JsonObject Of(JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
            metadata[field] = ObjectMeta.Text(value, field);
        var status = new JsonObject { ["replicas"] = value["status"]?["replicas"]?.GetValue<long>() ?? 0 };
        if (value["spec"]?["selector"] is JsonObject selector)
            status["selector"] = SelectorText.Of(selector);
        return new JsonObject
        {
            ["kind"] = Scale.Kind,
            ["apiVersion"] = Scale.ApiVersion,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = value["spec"]?["replicas"]?.GetValue<long>() ?? 1 },
            ["status"] = status,
        };
    }
}
