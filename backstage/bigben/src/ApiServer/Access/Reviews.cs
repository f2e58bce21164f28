using BigBen.ApiServer.Answers;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Access;

/// <summary>Answers who somebody is and what he may do, by the very rules that requests are judged by.</summary>
/// <param name="authenticator">Knows the users.</param>
internal sealed class Reviews(Authenticator authenticator)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the answer into a review, as its <c>status</c>.</summary>
    /// <param name="kind">The review's kind: <c>SelfSubjectReview</c>.</param>
    /// <param name="review">The review.</param>
    /// <param name="user">Who asks.</param>
    /// <exception cref="StatusException">It does not ask for one thing.</exception>
    public JsonObject Answer(string kind, JsonObject review, User user)
    {
        review["status"] = kind switch
        {
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = user.ToInfo() },
            "TokenReview" => Token(review),
            "SelfSubjectAccessReview" => Access(kind, review, user),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(kind, review, Subject(review)),
            "SelfSubjectRulesReview" => Rules(user, review["spec"]?["namespace"]?.GetValue<string>() ?? ""),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not a review"),
        };
        return review;
    }

    private static JsonObject Access(string kind, JsonObject review, User user)
    {
        var asked = AccessAttributes.Of(review["spec"]) ?? throw Failures.Invalid(
            "authorization.k8s.io",
            kind,
            "",
            [
                FieldError.Invalid(
                    "spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"),
            ]);
        return new JsonObject { ["allowed"] = user.May(asked) };
    }

    private static JsonObject Rules(User user, string ns)
    {
        var (resources, urls) = (new JsonArray(), new JsonArray());
        foreach (var rule in user.Rules.Where(rule => rule.HoldsIn(ns)))
        {
            if (rule.NonResourceUrls.Count > 0)
                urls.Add(Only(rule, "verbs", "nonResourceURLs"));
            else
                resources.Add(Only(rule, "verbs", "apiGroups", "resources", "resourceNames"));
        }

        return new JsonObject { ["resourceRules"] = resources, ["nonResourceRules"] = urls, ["incomplete"] = false };
    }

    private static JsonObject Only(PolicyRule rule, params string[] fields)
    {
        var all = JsonSerializer.SerializeToNode(rule, Options)!;
        return new JsonObject(fields.Where(field => all[field]!.AsArray().Count > 0)
            .Select(field => KeyValuePair.Create(field, (JsonNode?)all[field]!.DeepClone())));
    }

    // Nobody of that name has no rights.
    private User Subject(JsonObject review)
    {
        var name = review["spec"]?["user"]?.GetValue<string>() ?? "";
        return authenticator.FindByName(name) ?? new User(name, [], []);
    }

    private JsonObject Token(JsonObject review) =>
        authenticator.Find(review["spec"]?["token"]?.GetValue<string>() ?? "") is { } user
            ? new JsonObject { ["authenticated"] = true, ["user"] = user.ToInfo() }
            : new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };
}
