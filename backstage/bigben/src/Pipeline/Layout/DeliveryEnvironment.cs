namespace BigBen.Pipeline.Layout;

/// <summary>An environment, as the list of the environments has it.</summary>
/// <param name="Name">Its name, which is also its namespace's.</param>
/// <param name="HostPrefix">What its hosts begin with.</param>
/// <param name="PromotesFrom">The environment whose images it takes by a release; null for the first, which takes what main builds.</param>
internal sealed record DeliveryEnvironment(string Name, string HostPrefix, string? PromotesFrom = null)
{
    /// <summary>What must hold before anything is delivered into it.</summary>
    public ProtectionRules Protection { get; init; } = ProtectionRules.None;
}
