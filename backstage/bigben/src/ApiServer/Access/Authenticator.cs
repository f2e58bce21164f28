using System.Security.Cryptography;
using System.Text;
using BigBen.ApiServer.Answers;

namespace BigBen.ApiServer.Access;

/// <summary>
/// Tells who asks, by the bearer token. The file of users is looked at for every token, so that a token that was rotated or revoked, by
/// whatever process, is refused at once; what is still open with it, such as a watch, ends then.
/// </summary>
/// <param name="file">The users.</param>
internal sealed class Authenticator(UserFile file)
{
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private byte[] _text = [];
    private IReadOnlyList<Known> _known = [];

    /// <summary>The token of the platform's own process, which is in no file.</summary>
    public string LoopbackToken { get; } = StoredUser.NewToken();

    /// <summary>Whoever brings a token, or none.</summary>
    /// <exception cref="StatusException">The token is wrong.</exception>
    /// <exception cref="PlatformException">The users cannot be read.</exception>
    public User Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return User.Anonymous;
        var user = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Find(header[Scheme.Length..].Trim()) : null;
        return user ?? throw Failures.Unauthorized();
    }

    /// <summary>Whose token it is; null for nobody's. Takes as long whatever is wrong with it.</summary>
    /// <exception cref="PlatformException">The users cannot be read.</exception>
    public User? Find(string token)
    {
        var hash = Encoding.ASCII.GetBytes(StoredUser.HashOf(token));
        User? found = null;
        foreach (var known in Users())
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known.Hash))
                found = known.User;
        }

        return found;
    }

    /// <summary>The user of a name; null where there is none.</summary>
    /// <exception cref="PlatformException">The users cannot be read.</exception>
    public User? FindByName(string name) => Users().FirstOrDefault(known => known.User.Name == name)?.User;

    private IReadOnlyList<Known> Users()
    {
        IReadOnlyList<Known> before;
        IReadOnlyList<Known> now;
        lock (_gate)
        {
            before = now = _known;
            var text = file.Read();
            if (before.Count == 0 || !text.AsSpan().SequenceEqual(_text))
            {
                now = _known = [.. file.Parse(text).Select(Stay), Loopback()];
                _text = text;
            }
        }

        foreach (var gone in before.Except(now))
            gone.Revoked.Cancel();
        return now;
    }

    // Whose token and rights are what they were goes on with what is open.
    private Known Stay(StoredUser stored)
    {
        var text = JsonSerializer.Serialize(stored);
        if (_known.FirstOrDefault(known => known.Stored == text) is { } same)
            return same;
        var revoked = new CancellationTokenSource();
        return new Known(text, Encoding.ASCII.GetBytes(stored.TokenHash), stored.ToUser() with { Revoked = revoked.Token }, revoked);
    }

    private Known Loopback() =>
        _known.FirstOrDefault(known => known.Stored.Length == 0)
        ?? new Known("", Encoding.ASCII.GetBytes(StoredUser.HashOf(LoopbackToken)), User.Loopback, new CancellationTokenSource());

    private sealed record Known(string Stored, byte[] Hash, User User, CancellationTokenSource Revoked);
}
