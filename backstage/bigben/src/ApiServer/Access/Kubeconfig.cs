using System.Text;

namespace BigBen.ApiServer.Access;

/// <summary>What lets <c>kubectl</c> and every other client in, as one user.</summary>
/// <param name="Port">The loopback port of the API server.</param>
/// <param name="Authority">The certificate of the authority that vouches for it, PEM.</param>
/// <param name="User">The name of the user and the context.</param>
/// <param name="Token">The user's token.</param>
internal sealed record Kubeconfig(int Port, string Authority, string User, string Token)
{
    /// <summary>The name of the cluster, and of the administrator's user and context.</summary>
    public const string Cluster = "big-ben";

    /// <summary>The file of a user.</summary>
    /// <param name="path">The administrator's.</param>
    /// <param name="user">The user's name.</param>
    public static string PathOf(string path, string user) => user == Access.User.AdminName ? path : $"{path}-{user}";

    /// <summary>The name of a user's context.</summary>
    public static string ContextOf(string user) => user == Access.User.AdminName ? Cluster : $"{Cluster}-{user}";

    /// <summary>Reads a file; null where there is none that this server has written.</summary>
    /// <exception cref="PlatformException">It is not YAML.</exception>
    public static Kubeconfig? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var config = YamlReader.FirstMap(File.ReadAllText(path), path);
        var (cluster, user) = (First(config, "clusters"), First(config, "users"));
        return Uri.TryCreate(Text(cluster?["cluster"], "server"), UriKind.Absolute, out var server)
            && Text(cluster?["cluster"], "certificate-authority-data") is { } authority
            && Text(user?["user"], "token") is { } token
            ? new Kubeconfig(server.Port, Encoding.ASCII.GetString(Convert.FromBase64String(authority)), Text(user, "name") ?? "", token)
            : null;
    }

    /// <summary>Writes the file, with mode 0600, since it holds the token.</summary>
    /// <exception cref="PlatformException">It cannot be written.</exception>
    public void Write(string path) =>
        AtomicFile.Write(
            path,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {Cluster}
              cluster:
                server: https://127.0.0.1:{Port}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(Authority))}
            users:
            - name: {User}
              user:
                token: {Token}
            contexts:
            - name: {User}
              context:
                cluster: {Cluster}
                user: {User}
            current-context: {User}

            """,
            UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static JsonNode? First(JsonNode? config, string section) =>
        (config as JsonObject)?[section] is JsonArray { Count: > 0 } entries ? entries[0] : null;

    private static string? Text(JsonNode? node, string field) => (node as JsonObject)?[field] is JsonValue value ? $"{value}" : null;
}
