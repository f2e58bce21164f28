using System.Net.Http.Headers;

namespace BigBen.ApiServer.Http.Responses;

/// <summary>How an object is written on the wire.</summary>
internal enum Format
{
    /// <summary>JSON.</summary>
    Json,

    /// <summary>YAML.</summary>
    Yaml,
}

/// <summary>As what an object is shown.</summary>
internal enum View
{
    /// <summary>As it is.</summary>
    Whole,

    /// <summary>As a row of kubectl's table.</summary>
    Table,

    /// <summary>With nothing but its metadata.</summary>
    Metadata,
}

/// <summary>What a client would like to read, out of its <c>Accept</c>: the first that can be had.</summary>
/// <param name="Format">How it is written.</param>
/// <param name="View">As what it is shown.</param>
internal sealed record MediaType(Format Format, View View)
{
    private const string MetaGroup = "meta.k8s.io";

    /// <summary>What can be had.</summary>
    public static IReadOnlyList<string> Available { get; } = ["application/json", "application/yaml", "application/json;stream=watch"];

    /// <summary>Reads <c>Accept</c>; null when nothing in it can be had.</summary>
    public static MediaType? Of(IEnumerable<string?> accept)
    {
        var ranges = accept
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToList();
        if (ranges.Count == 0)
            return new MediaType(Format.Json, View.Whole);
        return ranges
            .Select(range => MediaTypeWithQualityHeaderValue.TryParse(range, out var parsed) ? parsed : null)
            .OfType<MediaTypeWithQualityHeaderValue>()
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(Of)
            .FirstOrDefault(type => type is not null);
    }

    private static MediaType? Of(MediaTypeWithQualityHeaderValue range)
    {
        Format? format = range.MediaType switch
        {
            "application/json" or "application/*" or "*/*" => Format.Json,
            "application/yaml" => Format.Yaml,
            _ => null,
        };
        var view = ViewOf(Parameter(range, "as"), Parameter(range, "g"), Parameter(range, "v"));
        return format is { } f && view is { } v ? new MediaType(f, v) : null;
    }

    private static View? ViewOf(string form, string group, string version) => form switch
    {
        "" => View.Whole,
        "Table" when group == MetaGroup && version == "v1" => View.Table,
        "PartialObjectMetadata" or "PartialObjectMetadataList" when group == MetaGroup && version == "v1" => View.Metadata,
        _ => null,
    };

    private static string Parameter(MediaTypeWithQualityHeaderValue range, string name) =>
        range.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value ?? "";
}
