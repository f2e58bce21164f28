using BigBen.Bootstrap.Kind;
using BigBen.Foundation;

namespace BigBen.Bootstrap;

/// <summary>Which platform the manifests run on, and why.</summary>
/// <param name="Name"><c>kind</c> or <c>local</c>.</param>
/// <param name="Why">The reason, for the first line of <c>up</c>.</param>
public sealed record PlatformChoice(string Name, string Why)
{
    /// <summary>A Kubernetes cluster with Argo CD.</summary>
    public const string Kind = "kind";

    /// <summary>Processes of this machine.</summary>
    public const string Local = "local";

    private static readonly string[] KindTools = ["kind", "kubectl", "helm"];

    /// <summary>Chooses by what was asked for, what the state folder holds already, and what the machine has.</summary>
    /// <param name="asked"><c>auto</c>, <c>kind</c> or <c>local</c>.</param>
    /// <param name="state">The state folder.</param>
    /// <param name="cancellationToken">Ends the look at the machine.</param>
    /// <exception cref="PlatformException">The state folder holds a platform of the other sort.</exception>
    public static async Task<PlatformChoice> ChooseAsync(string asked, StateFolder state, CancellationToken cancellationToken)
    {
        var held = KindRecord.Read(state) is not null ? Kind : Directory.Exists(state.Forge) ? Local : null;
        if (held is not null && asked != "auto" && asked != held)
            throw new PlatformException($"'{state.Path}' holds a platform of the sort '{held}': run ./bootstrap/destroy.sh first, or choose another folder by --state.");
        return asked switch
        {
            Local => new PlatformChoice(Local, "as asked; Deployments run as processes, no container engine is needed"),
            Kind => new PlatformChoice(Kind, "as asked; a Kubernetes cluster with Argo CD"),
            _ when held is not null => new PlatformChoice(held, "this state folder holds it"),
            _ => await LookAsync(cancellationToken),
        };
    }

    private static async Task<PlatformChoice> LookAsync(CancellationToken cancellationToken)
    {
        var engine = await ContainerEngine.FindAsync(cancellationToken);
        var missing = KindTools.Where(tool => !IsOnPath(tool)).ToList();
        return engine is null ? new PlatformChoice(Local, "no container engine answers; Deployments run as processes")
            : engine != "docker" ? new PlatformChoice(Local, $"{engine} answers, but the kind platform needs docker; Deployments run as processes")
            : missing.Count > 0 ? new PlatformChoice(Local, $"docker answers, but {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not installed; Deployments run as processes")
            // Until a run on a real cluster has proven it, nobody gets it unasked.
            : new PlatformChoice(Local, "docker, kind, kubectl and helm are there: --platform kind makes a cluster; unasked, Deployments run as processes");
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
}
