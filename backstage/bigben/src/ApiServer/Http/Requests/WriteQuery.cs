using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>The options that every write has in its query.</summary>
internal static class WriteQuery
{
    private static readonly Dictionary<string, FieldValidation> Validations = new()
    {
        [""] = FieldValidation.Warn,
        ["Ignore"] = FieldValidation.Ignore,
        ["Strict"] = FieldValidation.Strict,
        ["Warn"] = FieldValidation.Warn,
    };

    /// <summary>Reads <c>dryRun</c> and <c>fieldValidation</c>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="kind">The name of the options in an error: <c>CreateOptions</c>.</param>
    /// <param name="subresource">What part of the object is written; empty for the whole.</param>
    /// <exception cref="StatusException">One of them is not one that there is.</exception>
    public static WriteOptions Read(IQueryCollection query, string kind, string subresource = "")
    {
        var validation = query["fieldValidation"].ToString();
        return Validations.TryGetValue(validation, out var how)
            ? new WriteOptions(DryRun(query["dryRun"], kind), subresource, how)
            : throw Failures.InvalidOptions(kind, FieldError.NotSupported("fieldValidation", validation, Validations.Keys));
    }

    /// <summary>Reads the values of <c>dryRun</c>.</summary>
    public static bool DryRun(IReadOnlyCollection<string?> values, string kind)
    {
        if (values.Any(value => value != "All"))
        {
            throw Failures.InvalidOptions(kind, FieldError.NotSupported("dryRun", values, ["All"]));
        }

        return values.Count > 0;
    }
}
