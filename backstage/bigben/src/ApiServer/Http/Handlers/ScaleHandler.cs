using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;
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
        var options = WriteQuery.Read(request, "UpdateOptions");
        var scale = await RequestBody.ObjectAsync(request.Context.Request, Scale.Kind, request.Aborted);
        return Write(request, value => Scaled(value, scale), options);
    }

    private async Task<JsonElement> PatchAsync(ApiRequest request)
    {
        var options = WriteQuery.Read(request, "PatchOptions");
        if (WriteQuery.IsApply(request))
            return await ApplyAsync(request, options);
        var patch = await PatchHandler.ReadAsync(request);
        return Write(request, value => Scaled(value, patch.Apply(Of(value))), options);
    }

    // Whoever applies a scale applies the one field of the object that it stands for.
    private async Task<JsonElement> ApplyAsync(ApiRequest request, WriteOptions options)
    {
        var scale = await ApplyHandler.ReadAsync(request, Scale);
        return Write(
            request,
            value =>
            {
                var spec = new JsonObject { ["replicas"] = Replicas(value, scale) };
                var applied = new JsonObject { ["spec"] = spec };
                return new ApplyPatch(applied, request.Resource, options.Manager!, request.Query.Flag("force")).Apply(value);
            },
            options);
    }

    private JsonElement Write(ApiRequest request, Func<JsonObject, JsonObject> change, WriteOptions options) =>
        store.Update(request.Resource, request.Namespace, request.Name, change, options);

    private static JsonObject Scaled(JsonObject value, JsonObject scale)
    {
        value["spec"]!["replicas"] = Replicas(value, scale);
        if (ObjectMeta.Text(scale, "resourceVersion") is { Length: > 0 } version)
            ObjectMeta.Of(value)["resourceVersion"] = version;
        return value;
    }

    private static long Replicas(JsonObject value, JsonObject scale)
    {
        var name = ObjectMeta.Text(value, "name");
        Identity.Check(Scale, ObjectMeta.Text(value, "namespace"), scale);
        ObjectValidation.CheckFields(Scale, scale, FieldValidation.Ignore);
        var given = ObjectMeta.Text(scale, "name");
        if (given != name)
            throw Failures.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        if (((scale["spec"] as JsonObject)?["replicas"] ?? 0L) is not JsonValue number || !number.TryGetValue<long>(out var replicas))
            throw Failures.BadRequest("Scale in version \"v1\" cannot be handled as a Scale: spec.replicas is not a whole number");
        if (replicas < 0)
        {
            var error = FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw Failures.Invalid(Scale.Group, Scale.Kind, name, [error]);
        }

        return replicas;
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
