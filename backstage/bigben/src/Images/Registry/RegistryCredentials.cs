using System.Text;

namespace BigBen.Images.Registry;

/// <summary>
/// Who one is to a registry, as <c>docker</c> knows it: the file that <c>docker login</c> writes, <c>config.json</c> in
/// <c>$DOCKER_CONFIG</c> or <c>~/.docker</c>, and the credential helpers that it names (<c>credHelpers</c>, <c>credsStore</c>).
/// </summary>
/// <param name="file">The file; where there is none, everybody is anonymous.</param>
public sealed class RegistryCredentials(string file)
{
    // The key under which `docker login` has kept Docker Hub since version 1.
    private const string DockerHubKey = "https://index.docker.io/v1/";

    /// <summary>Those of nobody: what everybody may read.</summary>
    internal static RegistryCredentials None { get; } = new("");

    /// <summary>The file of the person or job that runs this process.</summary>
    public static RegistryCredentials OfThisUser() => new(Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json"));

    /// <summary>The name and password for a registry, or its identity token; null where there are none.</summary>
    /// <exception cref="PlatformException">The file cannot be read, or a helper that it names fails.</exception>
    internal async Task<RegistryLogin?> ForAsync(ImageRepository repository, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return null;
        var keys = Keys(repository);
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
            var root = document.RootElement;
            var helper = keys.Select(key => Text(Child(root, "credHelpers"), key)).FirstOrDefault(name => name is not null)
                ?? Text(root, "credsStore");
            if (helper is not null && await CredentialHelper.GetAsync(helper, keys[0], cancellationToken) is { } login)
                return login;
            return keys.Select(key => Read(Child(Child(root, "auths"), key))).FirstOrDefault(found => found is not null);
        }
        catch (Exception e) when (
            e is JsonException or FormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"The registries' passwords in '{file}' cannot be read ({e.Message.TrimEnd('.')}): run docker login again.", e);
        }
    }

    /// <summary>The key that <c>docker login</c> keeps a registry under.</summary>
    internal static string KeyOf(ImageRepository repository) =>
        repository.Host == ImageRepository.DockerHub ? DockerHubKey : repository.Host;

    private static RegistryLogin? Read(JsonElement entry)
    {
        if (Text(entry, "identitytoken") is { } token)
            return new RegistryLogin("", token, IsIdentityToken: true);
        if (Text(entry, "auth") is { } auth)
        {
            var (name, secret) = Divide(Encoding.UTF8.GetString(Convert.FromBase64String(auth)));
            return new RegistryLogin(name, secret);
        }

        return Text(entry, "username") is { } user ? new RegistryLogin(user, Text(entry, "password") ?? "") : null;
    }

    private static (string Name, string Secret) Divide(string text) =>
        text.IndexOf(':') is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : (text, "");

    private static JsonElement Child(JsonElement parent, string key) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(key, out var child) ? child : default;

    private static string? Text(JsonElement parent, string key) =>
        Child(parent, key) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    private static string[] Keys(ImageRepository repository) =>
        [KeyOf(repository), repository.Host == ImageRepository.DockerHub ? repository.Host : $"https://{repository.Host}"];
}
