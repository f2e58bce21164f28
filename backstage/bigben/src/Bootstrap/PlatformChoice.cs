namespace BigBen.Bootstrap;

/// <summary>Which platform the manifests run on, and why.</summary>
/// <param name="Name"><c>local</c>.</param>
/// <param name="Why">The reason, for the first line of <c>up</c>.</param>
public sealed record PlatformChoice(string Name, string Why)
{
    /// <summary>Chooses by what was asked for and what the machine has.</summary>
    /// <param name="asked"><c>auto</c> or <c>local</c>.</param>
    /// <param name="cancellationToken">Ends the look at the machine.</param>
    public static async Task<PlatformChoice> ChooseAsync(string asked, CancellationToken cancellationToken)
    {
        if (asked == "local")
            return new PlatformChoice("local", "as asked; Deployments run as processes, no container engine is needed");
        var engine = await ContainerEngine.FindAsync(cancellationToken);
        return engine is null
            ? new PlatformChoice("local", "no container engine answers; Deployments run as processes")
            : new PlatformChoice("local", $"{engine} answers, but this version runs Deployments as processes only");
    }
}
