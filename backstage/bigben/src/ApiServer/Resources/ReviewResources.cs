namespace BigBen.ApiServer.Resources;

/// <summary>The groups of the questions who one is and what one may do: answered, never kept.</summary>
internal static class ReviewResources
{
    public static ApiGroupVersion Authentication { get; } = new("authentication.k8s.io", "v1",
    [
        Of("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        Of("authentication.k8s.io", "tokenreviews", "TokenReview"),
    ]);

    public static ApiGroupVersion Authorization { get; } = new("authorization.k8s.io", "v1",
    [
        Of("authorization.k8s.io", "localsubjectaccessreviews", "LocalSubjectAccessReview", namespaced: true),
        Of("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        Of("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        Of("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
    ]);

    private static ApiResource Of(string group, string plural, string kind, bool namespaced = false) =>
        new(group, "v1", plural, kind) { Namespaced = namespaced, Verbs = ApiVerbs.Review };
}
