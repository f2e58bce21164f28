using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Access;

/// <summary>Lets somebody ask as somebody else, as <c>kubectl --as</c> does: to see what that user may do, for instance.</summary>
internal static class Impersonation
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";

    /// <summary>As whom a request is to be judged; null for the one who asks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="authenticator">Knows the users.</param>
    /// <exception cref="StatusException">The user may not, or a group is asked for, which has no rights here.</exception>
    public static User? Of(HttpRequest request, User user, Authenticator authenticator)
    {
        if (request.Headers.ContainsKey(GroupHeader))
            throw Failures.BadRequest("groups cannot be impersonated: rights belong to users here");
        var name = request.Headers[UserHeader].ToString();
        if (name.Length == 0)
            return null;
        var asked = new AccessAttributes("impersonate", "", "", "users", "", name);
        return user.May(asked) ? authenticator.FindByName(name) ?? User.Of(name, []) : throw Authorization.Forbidden(user, asked);
    }
}
