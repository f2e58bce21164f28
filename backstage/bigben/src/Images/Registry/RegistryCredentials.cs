using System.Net.Http.Headers;
using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Images.Registry;

/// <summary>
/// Who one is to a registry: the file that <c>docker login</c> writes, <c>config.json</c> in <c>$DOCKER_CONFIG</c> or <c>~/.docker</c>.
/// </summary>
/// <param name="file">The file; where there is none, everybody is anonymous.</param>
public sealed class RegistryCredentials(string file)
{
    // The key under which `docker login` has kept Docker Hub since version 1.
    private const string DockerHubKey = "https://index.docker.io/v1/";

    /// <summary>The file of the person or job that runs this process.</summary>
    public static RegistryCredentials OfThisUser() => new(Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json"));

    /// <summary>The name and password for a registry, as a header; null where there are none.</summary>
    /// <exception cref="PlatformException">The file cannot be read.</exception>
    internal AuthenticationHeaderValue? For(ImageRepository repository)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.TryGetProperty("auths", out var auths)
                && Keys(repository).Select(key => auths.TryGetProperty(key, out var entry) ? entry : default)
                    .FirstOrDefault(entry => entry.ValueKind == JsonValueKind.Object) is { ValueKind: JsonValueKind.Object } found
                && found.TryGetProperty("auth", out var auth) && auth.GetString() is { Length: > 0 } secret
                ? new AuthenticationHeaderValue("Basic", secret)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"The registries' passwords in '{file}' cannot be read ({e.Message.TrimEnd('.')}): run docker login again.", e);
        }
    }

    private static string[] Keys(ImageRepository repository) =>
        repository.Host == ImageRepository.DockerHub ? [DockerHubKey, repository.Host] : [repository.Host, $"https://{repository.Host}"];
}
