using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace BigBen.Verbs;

/// <summary>How verbs print JSON: camel case, indented, words left readable.</summary>
internal static class JsonPrinting
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };
}
