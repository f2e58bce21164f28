using System.Text.Json.Nodes;

namespace BigBen.ApiServer.Access;

/// <summary>Answers who somebody is and what he may do. Nobody gets this far but the administrator, who may do everything.</summary>
/// <param name="authenticator">Knows the token.</param>
internal sealed class Reviews(Authenticator authenticator)
{
    private const string Why = "the one user of this platform, who has its kubeconfig, may do everything";

    /// <summary>Writes the answer into a review, as its <c>status</c>.</summary>
    /// <param name="resource">The review's resource: <c>selfsubjectreviews</c>.</param>
    /// <param name="review">The review.</param>
    /// <param name="user">Who asks.</param>
    public JsonObject Answer(string resource, JsonObject review, User user)
    {
        review["status"] = resource switch
        {
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = Info(user) },
            "tokenreviews" => Token(review),
            "selfsubjectaccessreviews" => new JsonObject { ["allowed"] = user.IsAdmin, ["reason"] = Why },
            "subjectaccessreviews" or "localsubjectaccessreviews" => Subject(review),
            "selfsubjectrulesreviews" => Rules(),
            _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, "is no review"),
        };
        return review;
    }

    private static JsonObject Info(User user) => new()
    {
        ["username"] = user.Name,
        ["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)group)]),
    };

    private static JsonObject Subject(JsonObject review) =>
        review["spec"]?["user"]?.GetValue<string>() == User.Admin.Name
            ? new JsonObject { ["allowed"] = true, ["reason"] = Why }
            : new JsonObject { ["allowed"] = false };

    private static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(
            new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    };

    private JsonObject Token(JsonObject review)
    {
        var token = review["spec"]?["token"]?.GetValue<string>() ?? "";
        return authenticator.IsToken(token)
            ? new JsonObject { ["authenticated"] = true, ["user"] = Info(User.Admin) }
            : new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };
    }
}
