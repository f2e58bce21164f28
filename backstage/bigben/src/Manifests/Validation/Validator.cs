using BigBen.Manifests.Validation.Schema;

namespace BigBen.Manifests.Validation;

/// <summary>What a Kubernetes 1.36 API server would say to an object.</summary>
internal static class Validator
{
    private const string OfMetadata = "metadata.";

    // What an object of any kind has, a custom resource too.
    private static readonly FieldType AnyObject = new("meta.v1.PartialObjectMetadata");

    /// <summary>Reads the object as the server's decoder does.</summary>
    /// <param name="apiVersion">The group and version: <c>apps/v1</c>.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="value">The object.</param>
    /// <returns>Fields that the kind does not have: refused where validation is strict, dropped otherwise.</returns>
    /// <exception cref="DecodingException">It is none of its kind: a field has a value of another type.</exception>
    public static IReadOnlyList<UnknownField> UnknownFields(string apiVersion, string kind, JsonObject value) =>
        TypeCatalog.Kind(apiVersion, kind) is { } type
            ? Decoder.UnknownFields(value, type)
            : [.. Decoder.UnknownFields(value, AnyObject).Where(field => field.Path.StartsWith(OfMetadata, StringComparison.Ordinal))];

    /// <summary>Makes an object that could be decoded what the decoder makes of its nulls, in place.</summary>
    public static void SettleNulls(string apiVersion, string kind, JsonObject value) =>
        NullEntries.Settle(value, TypeCatalog.Kind(apiVersion, kind) ?? AnyObject);

    /// <summary>What is wrong with the object, in Kubernetes' order and words; each error once.</summary>
    /// <param name="group">The API group; empty for the core one.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="value">An object that could be decoded.</param>
    /// <param name="before">The object as it was; null for a new one.</param>
    public static IReadOnlyList<FieldError> Errors(string group, string kind, JsonObject value, JsonObject? before = null)
    {
        var errors = new List<FieldError>();
        var root = Field.Root(value, errors);
        KindRules.Of(group, kind).Check(root);
        if (before is not null)
            ImmutableFields.Check(group, kind, before, value, errors);
        return [.. errors.Distinct()];
    }
}
