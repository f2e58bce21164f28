using System.Text.Json;
using BigBen.Kubernetes;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Kubernetes;

/// <summary>A kubeconfig whose user gets a token from a program for every request, as the old one is out of date each time.</summary>
internal sealed class CredentialPlugin : IDisposable
{
    private readonly TestDirectory _folder = new();

    /// <summary>A user of a platform, who reaches it at a port.</summary>
    public CredentialPlugin(TestPlatform platform, int port)
    {
        File.WriteAllText(_folder["credential.json"], JsonSerializer.Serialize(new
        {
            apiVersion = "client.authentication.k8s.io/v1",
            kind = "ExecCredential",
            status = new { token = platform.Server.Token, expirationTimestamp = DateTimeOffset.UnixEpoch },
        }));
        File.WriteAllText(_folder["kubeconfig"], File.ReadAllText(platform.Server.Kubeconfig)
            .Replace($":{platform.Api.Server.Port}", $":{port}", StringComparison.Ordinal)
            .Replace($"token: {platform.Server.Token}", $$"""
                exec:
                        apiVersion: client.authentication.k8s.io/v1
                        command: cat
                        args: ["{{_folder["credential.json"]}}"]
                        interactiveMode: Never
                """, StringComparison.Ordinal));
    }

    public KubernetesApi Open() => KubernetesApi.Open(_folder["kubeconfig"]);

    /// <summary>Has the program fail from now on.</summary>
    public void Break() => File.Move(_folder["credential.json"], _folder["hidden.json"]);

    /// <summary>Has the program work again.</summary>
    public void Repair() => File.Move(_folder["hidden.json"], _folder["credential.json"]);

    public void Dispose() => _folder.Dispose();
}
