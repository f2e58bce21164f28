namespace BigBen.ApiServer.Serving;

/// <summary>
/// What makes an API server the same one after a restart, so that a kubeconfig once given out stays good: its port and its certificate.
/// Kept in a file that its owner alone can read.
/// </summary>
/// <param name="Port">The loopback port; 0 until a free one was found.</param>
/// <param name="Serving">The certificate.</param>
internal sealed record ServerIdentity(int Port, ServingCertificate Serving)
{
    /// <summary>Reads the file; makes an identity when there is none.</summary>
    /// <exception cref="PlatformException">The file cannot be read or is not one of ours.</exception>
    public static ServerIdentity Open(string path, TimeProvider clock)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerIdentity>(File.ReadAllBytes(path)) ?? throw new JsonException("it holds nothing");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ServerIdentity(0, ServingCertificate.Create(clock.GetUtcNow()));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"The API server's identity in '{path}' cannot be read: {e.Message}. Remove the file; a new one is made.", e);
        }
    }

    /// <summary>Writes the file, with mode 0600.</summary>
    /// <exception cref="PlatformException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this), UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
