using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>The values of a request's query, with the errors of Go's parsers, which Kubernetes shows as they are.</summary>
internal static class Query
{
    /// <summary>The first value; null when it is missing or empty.</summary>
    public static string? Text(this IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number; null when it is missing.</summary>
    /// <exception cref="StatusException">It is not a number.</exception>
    public static long? Number(this IQueryCollection query, string name)
    {
        if (query.Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Failures.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    /// <summary>Whether a flag is set. As Kubernetes reads it, everything but <c>false</c> and <c>0</c> sets it.</summary>
    public static bool Flag(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) && value.ToString().ToLowerInvariant() is not ("false" or "0");

    /// <summary>A resource version; null when it is missing.</summary>
    /// <exception cref="StatusException">It is none.</exception>
    public static long? Version(this IQueryCollection query)
    {
        if (query.Text("resourceVersion") is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Failures.BadRequest(
                $"invalid resource version: resourceVersion: Invalid value: \"{text}\": "
                + $"strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }
}
