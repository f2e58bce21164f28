using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>How something is to be deleted, out of a request's body or, without one, its query.</summary>
internal static class DeleteQuery
{
    private static readonly ApiResource Options = new("", "v1", "deleteoptions", "DeleteOptions");

    private static readonly string[] Policies = ["Foreground", "Background", "Orphan"];

    /// <summary>Reads the options.</summary>
    /// <exception cref="StatusException">They cannot be read.</exception>
    public static async Task<DeleteOptions> ReadAsync(ApiRequest request) =>
        Of(await RequestBody.FindAsync(request.Context.Request, "DeleteOptions", request.Aborted) ?? [], request.Query);

    /// <summary>Reads the options out of an object; out of the query what it does not say.</summary>
    /// <exception cref="StatusException">They cannot be read.</exception>
    public static DeleteOptions Of(JsonObject body, IQueryCollection query)
    {
        ObjectValidation.CheckFields(Options, body, FieldValidation.Ignore);
        var dryRun = body["dryRun"] is JsonArray given ? [.. given.Select(value => value?.ToString())] : query["dryRun"].ToArray();
        var options = new DeleteOptions(
            body["gracePeriodSeconds"]?.GetValue<long>() ?? query.Number("gracePeriodSeconds"),
            body["propagationPolicy"]?.GetValue<string>() ?? query.Text("propagationPolicy") ?? Orphaning(body, query),
            body["preconditions"]?["uid"]?.GetValue<string>(),
            body["preconditions"]?["resourceVersion"]?.GetValue<string>(),
            WriteQuery.DryRun(dryRun, "DeleteOptions"));
        if (options.PropagationPolicy is { } policy && !Policies.Contains(policy))
        {
            throw Failures.InvalidOptions(
                "DeleteOptions", FieldError.NotSupported("propagationPolicy", policy, [.. Policies, "nil"]));
        }

        return options;
    }

    // The older way to say it, which clients still send.
    private static string? Orphaning(JsonObject body, IQueryCollection query)
    {
        var asked = query.ContainsKey("orphanDependents") ? query.Flag("orphanDependents") : (bool?)null;
        var orphan = body["orphanDependents"]?.GetValue<bool>() ?? asked;
        return orphan switch
        {
            true => "Orphan",
            false => "Background",
            null => null,
        };
    }
}
