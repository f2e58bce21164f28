using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Access;

/// <summary>Says that somebody may not do what he asks for, in the words of Kubernetes' RBAC.</summary>
internal static class Authorization
{
    /// <summary>The refusal of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="info">What it is about; null when it is no resource.</param>
    /// <param name="user">Who asks.</param>
    public static StatusException Forbidden(HttpRequest request, RequestInfo? info, User user)
    {
        if (info is null)
        {
            return new StatusException(new Status(
                StatusCodes.Status403Forbidden,
                StatusReason.Forbidden,
                $"forbidden: User \"{user.Name}\" cannot {request.Method.ToLowerInvariant()} path \"{request.Path}\"",
                new StatusDetails()));
        }

        var resource = info.Subresource.Length > 0 ? $"{info.Resource}/{info.Subresource}" : info.Resource;
        var place = info.Namespace is null ? "at the cluster scope" : $"in the namespace \"{info.Namespace}\"";
        return Failures.Forbidden(
            new ApiResource(info.Group, info.Version, info.Resource, info.Resource),
            info.Name,
            $"User \"{user.Name}\" cannot {RequestVerb.Of(request, info)} resource \"{resource}\" in API group \"{info.Group}\" {place}");
    }
}
