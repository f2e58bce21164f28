using System.Text;

namespace BigBen.Images.Registry;

/// <summary>The login to one registry in the form of docker's <c>config.json</c>: what Kubernetes' nodes pull with.</summary>
internal static class DockerConfig
{
    /// <summary>Writes it.</summary>
    /// <param name="credentials">Whose login.</param>
    /// <param name="repository">A repository of the registry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where there is no login: the registry wants none.</returns>
    /// <exception cref="PlatformException">The login is none that a node could use.</exception>
    public static async Task<string?> OfAsync(
        RegistryCredentials credentials, ImageRepository repository, CancellationToken cancellationToken)
    {
        if (await credentials.ForAsync(repository, cancellationToken) is not { } login)
            return null;
        if (login.IsIdentityToken)
            throw new PlatformException(
                $"The login to {repository.Host} is an identity token, by which nodes cannot pull: "
                + $"log in with a name and a password, 'docker login {repository.Host}'.");
        var entry = new
        {
            username = login.Name,
            password = login.Secret,
            auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Name}:{login.Secret}")),
        };
        return JsonSerializer.Serialize(
            new { auths = new Dictionary<string, object> { [RegistryCredentials.KeyOf(repository)] = entry } });
    }
}
