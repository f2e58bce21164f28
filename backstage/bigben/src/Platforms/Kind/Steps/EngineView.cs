using BigBen.Platforms.Clusters;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Kind.Steps;

/// <summary>
/// Whether the container engine sees the state folder, whose forge the nodes mount. An engine on another machine (<c>DOCKER_HOST</c>, a dev
/// container) or one that shares only some folders makes an empty one instead, and Argo CD would find no repository.
/// </summary>
internal static class EngineView
{
    // What docker exits with where it cannot start the container; all else is what ran in it.
    private const int NotStarted = 125;

    /// <summary>Writes a file and has a container read it back. Nothing is looked at where the nodes mount nothing.</summary>
    /// <exception cref="PlatformException">The engine does not see it.</exception>
    public static async Task RequireAsync(KindSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Record.Source is not null)
            return;
        var name = $"seen-{Guid.NewGuid():N}";
        var file = Path.Combine(settings.State.Path, name);
        AtomicFile.Write(file, name);
        try
        {
            var question = Question(settings, name);
            // The image may have to be pulled.
            var answer = await StepCommand.RunAsync(question, settings.Patience.Make, cancellationToken);
            if (answer.Succeeded && answer.Output.Trim() == name)
                return;
            if (answer.ExitCode == NotStarted && !answer.Error.Contains("mounts denied", StringComparison.OrdinalIgnoreCase))
                throw new PlatformException(CommandFailure.Explain(question, answer));
            throw new PlatformException(
                $"The container engine does not see '{settings.State.Path}' ({answer.LastLine.TrimEnd('.')}): "
                + "it runs on another machine or does not share that folder. Choose a folder that it sees by --state, "
                + "or choose --platform local.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Command Question(KindSettings settings, string name) => ClusterSettings.Docker(
        "run", "--rm", "--volume", $"{settings.State.Path}:/seen:ro", "--entrypoint", "cat",
        settings.Versions.RegistryImage, $"/seen/{name}");
}
