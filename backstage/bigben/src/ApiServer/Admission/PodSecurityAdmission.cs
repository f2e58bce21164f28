using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.PodSecurity;

namespace BigBen.ApiServer.Admission;

/// <summary>Refuses pods that violate the Pod Security Standard that their namespace's labels ask for.</summary>
internal static class PodSecurityAdmission
{
    /// <summary>Checks a new object; only pods are ever refused.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The object.</param>
    /// <param name="ns">Its namespace, the whole object.</param>
    /// <exception cref="StatusException">It is a pod and may not be there.</exception>
    public static void Check(ApiResource resource, string name, JsonObject value, JsonElement ns)
    {
        if (resource.GroupResource != "pods")
            return;
        var labels = ns.FieldsAt("metadata", "labels").ToDictionary(label => label.Name, label => label.Value.ToString());
        if (PodSecurityStandard.Violations(labels, value).FirstOrDefault() is { } violation)
            throw Failures.Forbidden(resource, name, violation);
    }
}
