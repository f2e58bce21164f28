using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.Admission;

/// <summary>Refuses an object that a Kubernetes API server would refuse, in its words.</summary>
internal static class ObjectValidation
{
    /// <summary>
    /// Checks that the object can be read as one of its kind, drops what its kind does not have, and makes empty texts of null ones.
    /// </summary>
    /// <param name="resource">The object's kind.</param>
    /// <param name="value">The object.</param>
    /// <param name="validation">What becomes of fields that the kind does not have.</param>
    /// <param name="before">The object as it was; null for a new one.</param>
    /// <param name="warn">Told of each of those fields, where that is wished.</param>
    /// <exception cref="StatusException">
    /// A field has a value of another type; or is none, where that is not passed over. Or the object is nested too deeply.
    /// </exception>
    public static void CheckFields(
        ApiResource resource, JsonObject value, FieldValidation validation, JsonObject? before = null, Action<string>? warn = null)
    {
        if (Nesting.DepthOf(value) > Nesting.Deepest)
            throw Unreadable($"it is nested more than {Nesting.Deepest} levels deep");
        try
        {
            var unknown = Validator.UnknownFields(resource.ApiVersion, resource.Kind, value)
                .Where(field => !IsPlatforms(field.Path, before)).ToList();
            if (unknown.Count > 0 && validation == FieldValidation.Strict)
                throw Unreadable($"strict decoding error: {string.Join(", ", unknown)}");
            foreach (var field in unknown)
            {
                if (validation == FieldValidation.Warn)
                    warn?.Invoke(field.ToString());
                field.Drop();
            }

            Validator.SettleNulls(resource.ApiVersion, resource.Kind, value);
        }
        catch (DecodingException e)
        {
            throw Unreadable(e.Message);
        }

        StatusException Unreadable(string why) => Failures.BadRequest(
            $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {why}");
    }

    // The platform itself writes a status or conditions where Kubernetes has none, to say what is not enforced: they are not fields of the
    // writer's.
    private static bool IsPlatforms(string path, JsonObject? before) => path switch
    {
        "status" => before?.ContainsKey("status") is true,
        "status.conditions" => before?["status"]?["conditions"] is not null,
        _ => false,
    };

    /// <summary>Checks that the object's fields have values that they may have.</summary>
    /// <param name="resource">The object's kind.</param>
    /// <param name="value">The object.</param>
    /// <param name="before">The object as it was; null for a new one.</param>
    /// <exception cref="StatusException">Some have not; each is told of.</exception>
    public static void CheckValues(ApiResource resource, JsonObject value, JsonObject? before = null)
    {
        var errors = Validator.Errors(resource.Group, resource.Kind, value, before);
        if (errors.Count > 0)
            throw Failures.Invalid(resource, Registry.ObjectMeta.Text(value, "name"), errors);
    }
}
