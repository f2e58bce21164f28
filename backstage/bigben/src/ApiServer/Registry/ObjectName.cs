using System.Security.Cryptography;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Values;

namespace BigBen.ApiServer.Registry;

/// <summary>The names that objects may have, and those that are made up for them.</summary>
internal static class ObjectName
{
    private const int Longest = 253;
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Makes up the name of a new object that has only the beginning of one, and checks it.</summary>
    /// <exception cref="StatusException">There is no name, or it cannot be one.</exception>
    public static string Settle(ApiResource resource, JsonObject value)
    {
        var name = ObjectMeta.Text(value, "name");
        if (name.Length == 0 && ObjectMeta.Text(value, "generateName") is { Length: > 0 } prefix)
        {
            // Kubernetes cuts the prefix so that the name fits a label's value.
            name = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(Letters, 5);
            ObjectMeta.Of(value)["name"] = name;
        }

        if (name.Length == 0)
            throw Failures.Invalid(resource, "", [FieldError.Required("metadata.name", "name or generateName is required")]);
        if (!Names.IsSubdomain(name) && !resource.Group.StartsWith("rbac.", StringComparison.Ordinal))
            throw Failures.Invalid(resource, name, [FieldError.Invalid("metadata.name", name, Names.SubdomainError)]);
        if (name.Length > Longest)
            throw Failures.Invalid(resource, name, [FieldError.Invalid("metadata.name", name, $"must be no more than {Longest} bytes")]);
        return name;
    }
}
