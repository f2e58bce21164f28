using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>A context of the user's kubeconfig, taken into a file of its own: whatever the user's current context is, ours stays.</summary>
internal static class UserContext
{
    private const string Variable = "KUBECONFIG";

    /// <summary>Reads it with everything that it needs, as <c>kubectl config view --minify --flatten</c> does.</summary>
    /// <param name="context">The context.</param>
    /// <param name="kubeconfig">The file that it is in; empty for those of <c>$KUBECONFIG</c>, else <c>~/.kube/config</c>.</param>
    /// <param name="patience">How long kubectl may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">There is no such context, or no kubectl.</exception>
    public static async Task<string> ReadAsync(
        string context, string kubeconfig, TimeSpan patience, CancellationToken cancellationToken)
    {
        string[] file = kubeconfig.Length > 0 ? ["--kubeconfig", kubeconfig] : [];
        var view = new Command("kubectl", ["config", "view", "--minify", "--flatten", "--raw", "--context", context, .. file])
        {
            // The one place where it is the user's: everything after this asks the file in the state folder.
            Environment = new Dictionary<string, string?> { [Variable] = Environment.GetEnvironmentVariable(Variable) },
        };
        var result = await StepCommand.RunAsync(view, patience, cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new PlatformException(
                $"{(kubeconfig.Length > 0 ? $"'{kubeconfig}'" : "Your kubeconfig")} "
                + $"has no usable context '{context}' ({result.LastLine.TrimEnd('.')}): "
                + "'kubectl config get-contexts' lists them; name one by --context.");
    }

    /// <summary>Writes it into the state folder, for its owner alone.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task TakeAsync(ExistingSettings settings, CancellationToken cancellationToken) => AtomicFile.Write(
        settings.Kubeconfig,
        await ReadAsync(settings.Record.Context, settings.Record.Kubeconfig, settings.Patience.Look, cancellationToken),
        UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
