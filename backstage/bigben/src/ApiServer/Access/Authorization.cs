using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Access;

/// <summary>Says that somebody may not do what he asks for, in the words of Kubernetes' RBAC.</summary>
internal static class Authorization
{
    /// <summary>The refusal.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="asked">For what.</param>
    public static StatusException Forbidden(User user, AccessAttributes asked)
    {
        if (asked.Path is { } path)
        {
            return new StatusException(new Status(
                StatusCodes.Status403Forbidden,
                StatusReason.Forbidden,
                $"forbidden: User \"{user.Name}\" cannot {asked.Verb} path \"{path}\"",
                new StatusDetails()));
        }

        var place = asked.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{asked.Namespace}\"";
        return Failures.Forbidden(
            new ApiResource(asked.Group, "", asked.Resource, asked.Resource),
            asked.Name,
            $"User \"{user.Name}\" cannot {asked.Verb} resource \"{asked.FullResource}\" in API group \"{asked.Group}\" {place}");
    }
}
