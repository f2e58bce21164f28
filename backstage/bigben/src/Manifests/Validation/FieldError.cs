using System.Text.Encodings.Web;

namespace BigBen.Manifests.Validation;

/// <summary>What is wrong with one field, as Kubernetes' <c>field.Error</c> words it.</summary>
/// <param name="Reason">The kind of error, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">What is wrong, without the field's name.</param>
/// <param name="Field">The field's path, such as <c>spec.replicas</c>.</param>
internal sealed record FieldError(string Reason, string Message, string Field)
{
    private static readonly JsonSerializerOptions AsGoWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text or number that is wrong; null where it is neither, or none.</summary>
    public string? Value { get; private init; }

    /// <summary>The field has no value and must have one.</summary>
    public static FieldError Required(string field, string message) => new("FieldValueRequired", With("Required value", message), field);

    /// <summary>The field's value cannot be.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="value">The value: a text, a number, or JSON.</param>
    /// <param name="message">Why not.</param>
    public static FieldError Invalid(string field, object? value, string message) =>
        new("FieldValueInvalid", With($"Invalid value: {Show(value)}", message), field) { Value = Scalar(value) };

    /// <summary>The field's value is none of those that there are.</summary>
    public static FieldError NotSupported(string field, object? value, IEnumerable<string> supported) =>
        new(
            "FieldValueNotSupported",
            $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(one => Show(one)))}",
            field)
        { Value = Scalar(value) };

    /// <summary>The field must not be set or changed.</summary>
    public static FieldError Forbidden(string field, string message) => new("FieldValueForbidden", With("Forbidden", message), field);

    /// <summary>Another entry has this value, which must be the only one.</summary>
    public static FieldError Duplicate(string field, object? value) => new("FieldValueDuplicate", $"Duplicate value: {Show(value)}", field)
    {
        Value = Scalar(value),
    };

    /// <summary>The field names what is not there.</summary>
    public static FieldError NotFound(string field, object? value) => new("FieldValueNotFound", $"Not found: {Show(value)}", field)
    {
        Value = Scalar(value),
    };

    /// <summary>The text is longer than it may be.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="bytes">The most bytes that it may have.</param>
    public static FieldError TooLong(string field, int bytes) =>
        new("FieldValueTooLong", $"Too long: may not be more than {bytes} bytes", field);

    /// <summary>The error in a sentence with its field.</summary>
    public override string ToString() => $"{Field}: {Message}";

    private static string With(string what, string message) => message.Length == 0 ? what : $"{what}: {message}";

    private static string? Scalar(object? value) => value switch
    {
        null or JsonElement or JsonObject or JsonArray => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Show(object? value) => value switch
    {
        null => "null",
        JsonElement json => json.GetRawText(),
        JsonNode json => json.ToJsonString(AsGoWrites),
        _ => JsonSerializer.Serialize(value, AsGoWrites),
    };
}
