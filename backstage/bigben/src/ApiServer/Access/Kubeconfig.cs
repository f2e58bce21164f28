using System.Text;
using BigBen.Foundation;

namespace BigBen.ApiServer.Access;

/// <summary>The file that lets <c>kubectl</c> and every other client in.</summary>
internal static class Kubeconfig
{
    /// <summary>The name of its cluster, user and context.</summary>
    public const string Context = "big-ben";

    /// <summary>Writes the file, with mode 0600, since it holds the token.</summary>
    /// <exception cref="PlatformException">It cannot be written.</exception>
    public static void Write(string path, ServerIdentity identity) =>
        AtomicFile.Write(
            path,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {Context}
              cluster:
                server: https://127.0.0.1:{identity.Port}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(identity.Serving.Authority))}
            users:
            - name: {Context}
              user:
                token: {identity.Token}
            contexts:
            - name: {Context}
              context:
                cluster: {Context}
                user: {Context}
            current-context: {Context}

            """,
            UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
