using BigBen.Platforms.Clusters;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Kind;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms;

/// <summary>Which platform the manifests run on, and why.</summary>
/// <param name="Name"><c>kind</c>, <c>cluster</c> or <c>local</c>.</param>
/// <param name="Why">The reason, for the first line of <c>up</c>.</param>
public sealed record PlatformChoice(string Name, string Why)
{
    /// <summary>A Kubernetes cluster with Argo CD.</summary>
    public const string Kind = "kind";

    /// <summary>A cluster that was there before.</summary>
    public const string Cluster = "cluster";

    /// <summary>Processes of this machine.</summary>
    public const string Local = "local";

    // A tool that takes longer to say its version hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Chooses by what was asked for, what the state folder holds already, and what the machine has.</summary>
    /// <param name="asked"><c>auto</c> or one of the names.</param>
    /// <param name="root">The clone, which tells the oldest tools that work.</param>
    /// <param name="state">The state folder.</param>
    /// <param name="cancellationToken">Ends the look at the machine.</param>
    /// <exception cref="PlatformException">The state folder holds a platform of the other sort.</exception>
    public static async Task<PlatformChoice> ChooseAsync(string asked, string root, StateFolder state, CancellationToken cancellationToken)
    {
        var held = HeldBy(state);
        if (held is not null && asked != "auto" && asked != held)
            throw new PlatformException($"'{state.Path}' holds a '{held}' platform: "
                + "run ./bootstrap/destroy.sh first, or choose another folder by --state.");
        return asked switch
        {
            Local => new PlatformChoice(Local, "as requested; Deployments run as processes, no container engine is needed"),
            Cluster => new PlatformChoice(Cluster, "as requested; a Kubernetes cluster that is there already"),
            Kind => new PlatformChoice(Kind, "as requested; a Kubernetes cluster with Argo CD"),
            _ when held is not null => new PlatformChoice(held, "this state folder holds it"),
            _ => await LookAsync(root, cancellationToken),
        };
    }

    /// <summary>The sort of platform that a state folder holds; null for none.</summary>
    public static string? HeldBy(StateFolder state) =>
        KindRecord.Read(state) is not null ? Kind
        : ExistingRecord.Read(state) is not null ? Cluster
        : Directory.Exists(state.Forge) ? Local
        : null;

    private static async Task<PlatformChoice> LookAsync(string root, CancellationToken cancellationToken)
    {
        const string otherwise = "; Deployments run as processes";
        switch (await ContainerEngine.FindAsync(cancellationToken))
        {
            case null:
                return new PlatformChoice(Local, $"no container engine answers{otherwise}");
            case not "docker" and var engine:
                return new PlatformChoice(Local, $"{engine} answers, but the kind platform needs docker{otherwise}");
        }

        var oldest = KindVersions.Read(root).Tools;
        foreach (var tool in ClusterTool.All)
        {
            if (await WhyNotAsync(tool, oldest[tool.Name], cancellationToken) is { } why)
                return new PlatformChoice(Local, $"docker answers, but {why}{otherwise}");
        }

        return new PlatformChoice(
            Kind, "docker, kind, kubectl and helm are there; a Kubernetes cluster with Argo CD (--platform local needs none of them)");
    }

    private static async Task<string?> WhyNotAsync(ClusterTool tool, Version oldest, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await StepCommand.RunAsync(tool.Question, Patience, cancellationToken);
            return tool.Unfit(answer.Output, oldest) is { } unfit ? $"{unfit} is needed" : null;
        }
        catch (PlatformException)
        {
            // It cannot be started, or hangs.
            return $"{tool.Name} is not installed or does not answer";
        }
    }
}
