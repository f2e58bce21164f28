using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Answers;

/// <summary>The failures of requests, worded as Kubernetes words them; those about objects in this file.</summary>
internal static partial class Failures
{
    /// <summary>There is no such object.</summary>
    public static StatusException NotFound(ApiResource resource, string name) =>
        new(new Status(404, StatusReason.NotFound, $"{resource.GroupResource} \"{name}\" not found", Of(resource, name)));

    /// <summary>There is no such namespace.</summary>
    public static StatusException NamespaceNotFound(string name) =>
        new(new Status(
            404,
            StatusReason.NotFound,
            $"namespaces \"{name}\" not found",
            new StatusDetails { Name = name, Kind = "namespaces" }));

    /// <summary>There is such an object already.</summary>
    public static StatusException AlreadyExists(ApiResource resource, string name) =>
        new(new Status(409, StatusReason.AlreadyExists, $"{resource.GroupResource} \"{name}\" already exists", Of(resource, name)));

    /// <summary>The change does not fit the object as it is.</summary>
    /// <param name="resource">The object's resource.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="message">Why not.</param>
    public static StatusException Conflict(ApiResource resource, string name, string message) =>
        new(new Status(
            409,
            StatusReason.Conflict,
            $"Operation cannot be fulfilled on {resource.GroupResource} \"{name}\": {message}",
            Of(resource, name)));

    /// <summary>The change was made to an older version of the object.</summary>
    public static StatusException Modified(ApiResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>Others own what a manager applies.</summary>
    /// <param name="conflicts">Each field that they own, with its owner, as messages name them.</param>
    public static StatusException ApplyConflict(IReadOnlyList<(string Manager, string Field)> conflicts)
    {
        var what = conflicts.Count == 1
            ? $"1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Field}"
            : $"{conflicts.Count} conflicts: " + string.Join('\n', conflicts
                .GroupBy(conflict => conflict.Manager)
                .SelectMany(manager => manager.Select(conflict => $"- {conflict.Field}").Prepend($"conflicts with {manager.Key}:")));
        var causes = conflicts.Select(conflict =>
            new FieldError("FieldManagerConflict", $"conflict with {conflict.Manager}", conflict.Field));
        return new StatusException(new Status(
            409, StatusReason.Conflict, $"Apply failed with {what}", new StatusDetails { Causes = [.. causes] }));
    }

    /// <summary>The object is not the one that a deletion means. Kubernetes names the kind here, not the resource.</summary>
    public static StatusException Precondition(ApiResource resource, string name, string message) =>
        new(new Status(
            409,
            StatusReason.Conflict,
            $"Operation cannot be fulfilled on {resource.GroupKind} \"{name}\": {message}",
            new StatusDetails { Name = name, Group = resource.Group, Kind = resource.Kind }));

    /// <summary>The object's fields are wrong.</summary>
    public static StatusException Invalid(ApiResource resource, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(resource.Group, resource.Kind, name, errors);

    /// <summary>The fields of an object of a kind without a resource of its own are wrong, such as those of a <c>Scale</c>.</summary>
    public static StatusException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var sentence = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        return new StatusException(new Status(
            422,
            StatusReason.Invalid,
            $"{(group.Length == 0 ? kind : $"{kind}.{group}")} \"{name}\" is invalid: {sentence}",
            new StatusDetails { Name = name, Group = group, Kind = kind, Causes = errors }));
    }

    /// <summary>A request's own options are wrong.</summary>
    /// <param name="kind">Their kind, such as <c>CreateOptions</c>.</param>
    /// <param name="errors">What is wrong.</param>
    public static StatusException InvalidOptions(string kind, params IReadOnlyList<FieldError> errors) =>
        Invalid("meta.k8s.io", kind, "", errors);

    /// <summary>Nobody may do this, or not to this object.</summary>
    public static StatusException Forbidden(ApiResource resource, string name, string message) =>
        new(new Status(
            403,
            StatusReason.Forbidden,
            name.Length == 0
                ? $"{resource.GroupResource} is forbidden: {message}"
                : $"{resource.GroupResource} \"{name}\" is forbidden: {message}",
            Of(resource, name)));

    /// <summary>A PodDisruptionBudget keeps a pod from being evicted now.</summary>
    /// <param name="cause">Why, with the budget's name.</param>
    /// <param name="retryAfterSeconds">How long the client had best wait; 0 where nobody knows.</param>
    public static StatusException BudgetSpent(string cause, int retryAfterSeconds = 0) => new(new Status(
        429,
        StatusReason.TooManyRequests,
        "Cannot evict pod as it would violate the pod's disruption budget.",
        new StatusDetails { Causes = [new FieldError("DisruptionBudget", cause, "")], RetryAfterSeconds = retryAfterSeconds }));

    /// <summary>Which of its PodDisruptionBudgets a pod is to be counted by is not known.</summary>
    public static StatusException SeveralBudgets() => new(new Status(
        500,
        "",
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
        null));

    private static StatusDetails Of(ApiResource resource, string name) =>
        new() { Name = name, Group = resource.Group, Kind = resource.Plural };
}
