using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>The options that every write has in its query.</summary>
internal static class WriteQuery
{
    private static readonly string[] Validations = ["", "Ignore", "Strict", "Warn"];

    /// <summary>Reads <c>dryRun</c> and checks <c>fieldValidation</c>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="kind">The name of the options in an error: <c>CreateOptions</c>.</param>
    /// <returns>Whether nothing is to be written.</returns>
    /// <exception cref="StatusException">One of them is not one that there is.</exception>
    public static bool DryRun(IQueryCollection query, string kind)
    {
        var validation = query["fieldValidation"].ToString();
        if (!Validations.Contains(validation))
            throw Failures.InvalidOptions(kind, FieldError.NotSupported("fieldValidation", validation, Validations));
        return DryRun(query["dryRun"], kind);
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
