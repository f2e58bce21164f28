namespace BigBen.Pipeline.Protection;

/// <summary>Approvals of the change at hand that are not in git.</summary>
internal interface IReviews
{
    /// <summary>Who has approved that it goes into an environment.</summary>
    Task<IReadOnlyList<Person>> OfAsync(string environment, CancellationToken cancellationToken);
}
