using System.Text;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Registry;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>The options that every write has in its query.</summary>
internal static class WriteQuery
{
    // Kubernetes' own bound, in bytes.
    private const int LongestManager = 128;

    private static readonly Dictionary<string, FieldValidation> Validations = new()
    {
        [""] = FieldValidation.Warn,
        ["Ignore"] = FieldValidation.Ignore,
        ["Strict"] = FieldValidation.Strict,
        ["Warn"] = FieldValidation.Warn,
    };

    /// <summary>Reads <c>dryRun</c>, <c>fieldValidation</c>, <c>fieldManager</c> and <c>force</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The name of the options in an error: <c>CreateOptions</c>.</param>
    /// <exception cref="StatusException">One of them is not one that there is.</exception>
    public static WriteOptions Read(ApiRequest request, string kind)
    {
        var query = request.Query;
        var validation = query["fieldValidation"].ToString();
        return Validations.TryGetValue(validation, out var how)
            ? new WriteOptions(DryRun(query["dryRun"], kind), request.Info.Subresource, how, Manager(request, kind), request.Warn)
            : throw Failures.InvalidOptions(kind, FieldError.NotSupported("fieldValidation", validation, Validations.Keys));
    }

    /// <summary>Whether the request is a server-side apply.</summary>
    public static bool IsApply(ApiRequest request) => request.ContentType == ApplyPatch.ContentType;

    /// <summary>Reads the values of <c>dryRun</c>.</summary>
    public static bool DryRun(IReadOnlyCollection<string?> values, string kind)
    {
        if (values.Any(value => value != "All"))
        {
            throw Failures.InvalidOptions(kind, FieldError.NotSupported("dryRun", values, ["All"]));
        }

        return values.Count > 0;
    }

    // Who does not say who they are is known by the program that they use, up to its version.
    private static FieldManager Manager(ApiRequest request, string kind)
    {
        var isApply = IsApply(request);
        var name = request.Query.Text("fieldManager");
        if (isApply && name is null)
            throw Failures.InvalidOptions(kind, FieldError.Required("fieldManager", "is required for apply patch"));
        if (!isApply && kind == "PatchOptions" && request.Query.ContainsKey("force"))
            throw Failures.InvalidOptions(kind, FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        if (Encoding.UTF8.GetByteCount(name ?? "") > LongestManager)
            throw Failures.InvalidOptions(kind, FieldError.TooLong("fieldManager", LongestManager));
        if (name?.Any(char.IsControl) is true)
            throw Failures.InvalidOptions(kind, FieldError.Invalid("fieldManager", name, "should only contain printable characters"));
        name ??= new string([.. request.Context.Request.Headers.UserAgent.ToString().Split('/')[0].Take(LongestManager)]);
        return new FieldManager(
            name, isApply ? ManagerIdentifier.Apply : ManagerIdentifier.Update, request.Info.Subresource, ObjectMeta.Time(request.Now));
    }
}
