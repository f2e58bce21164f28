using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace BigBen.Images.Registry;

/// <summary>
/// What a client shows a registry: a token for each repository and action, or a password. A token to read is none to write: ghcr.io answers
/// a write with it by 403, which asks for nothing, so the right one is fetched before (distribution's token authentication specification).
/// </summary>
/// <param name="http">Asks token servers.</param>
/// <param name="credentials">Who one is.</param>
internal sealed class RegistryAccess(RegistryHttp http, RegistryCredentials credentials)
{
    /// <summary>To read.</summary>
    public const string Pull = "pull";

    /// <summary>To write, which reads as well.</summary>
    public const string Push = "pull,push";

    private static readonly string[] TokenFields = ["token", "access_token"];

    // One client serves deliveries and pages at once.
    private readonly ConcurrentDictionary<(ImageRepository Repository, string Actions), AuthenticationHeaderValue> _known = [];
    private readonly ConcurrentDictionary<ImageRepository, AuthenticationChallenge> _challenges = [];

    /// <summary>What was shown before for that action, or what the registry's challenge for another one asks for.</summary>
    /// <returns>Null where the registry has asked for nothing yet, or gives no token.</returns>
    public async Task<AuthenticationHeaderValue?> ForAsync(ImageRepository repository, string actions, CancellationToken cancellationToken)
    {
        if (_known.GetValueOrDefault((repository, actions)) is not { } known
            && _challenges.GetValueOrDefault(repository) is { } challenge)
        {
            using var denial = await AnswerAsync(repository, actions, challenge, cancellationToken);
        }

        return _known.GetValueOrDefault((repository, actions));
    }

    /// <summary>Meets a challenge, so that <see cref="ForAsync"/> has something to show.</summary>
    /// <returns>Null, or the token server's answer where it denies a token.</returns>
    /// <exception cref="PlatformException">A password is needed and there is none, or the token server cannot be asked.</exception>
    public async Task<HttpResponseMessage?> AnswerAsync(
        ImageRepository repository, string actions, AuthenticationChallenge challenge, CancellationToken cancellationToken)
    {
        _challenges[repository] = challenge;
        _known.TryRemove((repository, actions), out _);
        var login = await credentials.ForAsync(repository, cancellationToken);
        if (challenge.Scheme == "basic")
        {
            _known[(repository, actions)] = login?.Basic ?? throw new PlatformException(
                $"The registry {repository.Host} asks for a name and a password: run docker login {repository.Host} first.");
            return null;
        }

        var realm = RealmOf(repository, challenge);
        var scope = $"repository:{repository.Path}:{actions}";
        var response = await http.SendAsync(
            repository, () => challenge.TokenRequest(realm, scope, actions == Push, login), cancellationToken);
        if (RegistryHttp.IsDenial(response))
            return response;
        using (response)
            _known[(repository, actions)] = new("Bearer", await TokenAsync(repository, realm, response, cancellationToken));
        return null;
    }

    private static Uri RealmOf(ImageRepository repository, AuthenticationChallenge challenge) =>
        Uri.TryCreate(challenge.Parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
        && (realm.Scheme == Uri.UriSchemeHttps || (repository.IsLoopback && ImageRepository.IsLoopbackHost(realm.Host)))
            ? realm
            : throw new PlatformException(
                $"The registry {repository.Host} sends for its tokens to '{realm}', which is not encrypted: no password was sent there.");

    private static async Task<string> TokenAsync(
        ImageRepository repository, Uri realm, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await RegistryHttp.RequireAsync(response, HttpStatusCode.OK, repository, "get a token", cancellationToken);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        // "token" by Docker's specification, "access_token" by OAuth; a server may give either or both.
        return TokenFields
            .Select(name => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null)
            .FirstOrDefault(value => value is { Length: > 0 })
            ?? throw new PlatformException(
                $"The registry {repository.Host} gives no token at '{realm}': look at the registry's own status page.");
    }
}
