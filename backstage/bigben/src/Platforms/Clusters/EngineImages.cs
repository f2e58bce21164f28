using BigBen.Pipeline.Building;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Clusters;

/// <summary>
/// Images of a platform in a cluster: the engine builds them from the services' Dockerfiles and pushes them, with the user's own login.
/// </summary>
/// <param name="settings">Where the registry is.</param>
/// <param name="tree">The work folder that <see cref="DotnetBuild"/> checks out into: the build's context.</param>
/// <param name="images">Finds what was pushed.</param>
internal sealed class EngineImages(ClusterSettings settings, string tree, IServiceImages images) : IImageBuilder
{
    // Attestations would make an index of a one-platform image and its digest depend on the time; BuildKit, since the Dockerfiles need it.
    private static readonly IReadOnlyDictionary<string, string?> Variables =
        new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "1", ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1" };

    /// <inheritdoc/>
    public async Task<string> BuildAsync(
        ServiceSource service, BuildStamp stamp, bool compiled, string log, CancellationToken cancellationToken)
    {
        var address = await settings.PushRegistryAsync(cancellationToken);
        await using var writer = new StreamWriter(log, append: true) { AutoFlush = true };
        foreach (var command in Commands(service.Name, address, stamp.Version, stamp.Revision))
            await RunAsync(command with { WorkingDirectory = tree, Environment = Variables }, service, writer, log, cancellationToken);
        return await images.FindAsync(service.Name, stamp.Revision, cancellationToken)
            ?? throw new PlatformException(
                $"The registry does not have {service.ImageRepository}:{stamp.Version}, which was just pushed to {address}: "
                + "look at the registry, then push again.");
    }

    /// <summary>The command lines that build an image and push it to the registry.</summary>
    internal static IReadOnlyList<Command> Commands(string service, string registry, string version, string revision)
    {
        var image = $"{registry}/{ServiceSource.ImageRepositoryOf(service)}:{version}";
        return
        [
            ClusterSettings.Docker(
                "build", "--file", ServiceSource.DockerfileOf(service), "--build-arg", $"VERSION={version}",
                "--build-arg", $"REVISION={revision}", "--tag", image, "."),
            ClusterSettings.Docker("push", image),
        ];
    }

    private async Task RunAsync(
        Command command, ServiceSource service, StreamWriter writer, string log, CancellationToken cancellationToken)
    {
        Write($"$ {command}");
        var result = await StepCommand.RunAsync(command with { OnLine = Write }, settings.Patience.Make, cancellationToken);
        if (!result.Succeeded)
            throw new PlatformException($"{service.Name} does not build: {Reason(result).TrimEnd('.')}; nothing was deployed; log: {log}");

        void Write(string line)
        {
            lock (writer)
                writer.WriteLine(line);
        }
    }

    // The compiler's error where there is one; BuildKit's last line only says which command failed.
    private static string Reason(CommandResult result) =>
        result.Error.Contains("buildx component is missing", StringComparison.Ordinal)
            ? "docker's plugin buildx is missing; install it (https://docs.docker.com/go/buildx), then push again"
            : (result.Error + result.Output).Split('\n')
                .FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal))?.Trim() ?? result.LastLine;
}
