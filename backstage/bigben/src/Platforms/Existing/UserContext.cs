using BigBen.Foundation;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Existing;

/// <summary>A context of the user's kubeconfig, taken into a file of its own: whatever the user's current context is, ours stays.</summary>
internal static class UserContext
{
    /// <summary>Reads it with everything that it needs, as <c>kubectl config view --minify --flatten</c> does.</summary>
    /// <param name="context">The context.</param>
    /// <param name="patience">How long kubectl may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">There is no such context, or no kubectl.</exception>
    public static async Task<string> ReadAsync(string context, TimeSpan patience, CancellationToken cancellationToken)
    {
        var result = await StepCommand.RunAsync(
            new Command("kubectl", "config", "view", "--minify", "--flatten", "--raw", "--context", context), patience, cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new PlatformException(
                $"Your kubeconfig has no usable context '{context}' ({result.LastLine.TrimEnd('.')}): "
                + "'kubectl config get-contexts' lists them; name one by --context.");
    }

    /// <summary>Writes it into the state folder, for its owner alone.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task TakeAsync(ExistingSettings settings, CancellationToken cancellationToken) => AtomicFile.Write(
        settings.Kubeconfig,
        await ReadAsync(settings.Record.Context, settings.Patience.Look, cancellationToken),
        UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
