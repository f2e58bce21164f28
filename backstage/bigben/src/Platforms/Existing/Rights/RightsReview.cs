using BigBen.Kubernetes;
using k8s;
using k8s.Models;

namespace BigBen.Platforms.Existing.Rights;

/// <summary>Asks a cluster whether its user may do what is needed (SelfSubjectAccessReview); changes nothing.</summary>
/// <param name="api">The cluster.</param>
internal sealed class RightsReview(KubernetesApi api)
{
    // More at once would be held back by an API server's own fairness.
    private const int AtOnce = 8;

    // A person repairs roles, not single rights: a few show which.
    private const int MostNamed = 5;

    /// <summary>The rights that the user does not have, in their order.</summary>
    /// <exception cref="PlatformException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<Right>> MissingAsync(IReadOnlyList<Right> rights, CancellationToken cancellationToken)
    {
        var allowed = new bool[rights.Count];
        await Parallel.ForAsync(
            0,
            rights.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => allowed[index] = await IsAllowedAsync(rights[index], token));
        return [.. rights.Where((_, index) => !allowed[index])];
    }

    /// <summary>Refuses where a right is missing.</summary>
    /// <exception cref="PlatformException">One is; the sentence names it.</exception>
    public async Task RequireAsync(IReadOnlyList<Right> rights, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(rights, cancellationToken);
        if (missing.Count > 0)
            throw new PlatformException(
                $"The cluster does not let you {string.Join(", ", missing.Take(MostNamed).Select(right => $"{right} ({right.Why})"))}"
                + (missing.Count > MostNamed ? $" and {missing.Count - MostNamed} more" : "") + $": {Remedy}");
    }

    /// <summary>What to do about a missing right.</summary>
    public const string Remedy = "have whoever administers the cluster grant what docs/cluster.md lists, then run this again.";

    private Task<bool> IsAllowedAsync(Right right, CancellationToken cancellationToken)
    {
        var words = right.Resource.Split('/', 2);
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes
                {
                    Verb = right.Verb,
                    Group = right.Group,
                    Resource = words[0],
                    Subresource = words.ElementAtOrDefault(1),
                    NamespaceProperty = right.Namespace,
                },
            },
        };
        return ApiFailure.GuardAsync(api, "review your rights", async () =>
            (await api.Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review, cancellationToken: cancellationToken))
            .Status.Allowed, cancellationToken);
    }
}
