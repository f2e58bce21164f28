namespace BigBen.Images.Registry;

/// <summary>
/// A program that keeps passwords for Docker, <c>docker-credential-NAME</c>, such as <c>desktop</c>, <c>osxkeychain</c> or <c>ecr-login</c>
/// (docker-credential-helpers: the server's name on standard input of <c>get</c>, a JSON object on standard output).
/// </summary>
internal static class CredentialHelper
{
    // What helpers give as the user where the secret is an identity token.
    private const string Token = "<token>";

    // The words of every helper for a server that it does not know; the exit code is that of a failure.
    private const string NotFound = "credentials not found";

    // Longer means that it waits for somebody to unlock something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What a helper knows of a server; null where it knows nothing.</summary>
    /// <exception cref="PlatformException">It is not installed, fails, hangs or answers something else.</exception>
    public static async Task<RegistryLogin?> GetAsync(string name, string server, CancellationToken cancellationToken)
    {
        var program = $"docker-credential-{name}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var result = await new Command(program, "get") { Input = server }.RunAsync(patience.Token);
            if (result.Succeeded)
                return Read(result.Output);
            return (result.Output + result.Error).Contains(NotFound, StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new PlatformException($"'{program} get' fails for {server}: {result.LastLine}. Run docker login {server} again.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(
                $"'{program} get' did not answer for {server} within {Patience.TotalSeconds:0} seconds: unlock its store, " +
                "then run this again.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PlatformException($"'{program} get' gives no password for {server}: its answer is not what Docker expects.", e);
        }
    }

    private static RegistryLogin Read(string output)
    {
        using var document = JsonDocument.Parse(output);
        var name = document.RootElement.GetProperty("Username").GetString() ?? "";
        var secret = document.RootElement.GetProperty("Secret").GetString() ?? "";
        return new RegistryLogin(name, secret, IsIdentityToken: name == Token);
    }
}
