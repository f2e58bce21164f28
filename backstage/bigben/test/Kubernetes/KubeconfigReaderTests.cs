using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Tests.Git;
using k8s;

namespace BigBen.Tests.Kubernetes;

public sealed class KubeconfigReaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("by-token")]
    [InlineData("by-password")]
    [InlineData("by-program")]
    public void It_says_what_the_package_s_own_reader_says(string? context)
    {
        using var folder = new TempFolder();
        var file = Write(folder);

        var read = KubeconfigReader.Read(file, context);

        var expected = KubernetesClientConfiguration.BuildConfigFromConfigFile(file, context);
        Fields(read).ShouldBe(Fields(expected));
        Fields(read).Count(field => field.Value.Length > 0).ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("contexts: [")]
    [InlineData("clusters: 3")]
    [InlineData("{ apiVersion: v1, kind: Config, current-context: other }")]
    public void What_is_none_is_told_in_a_sentence(string text)
    {
        using var folder = new TempFolder();
        var file = folder.Write("kubeconfig", text);

        Should.Throw<PlatformException>(() => KubernetesApi.Open(file))
            .Message.ShouldStartWith($"The kubeconfig '{file}' cannot be used: ");
    }

    private static string Write(TempFolder folder)
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=cluster", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        folder.Write("ca.crt", certificate.ExportCertificatePem());
        var program = folder.WriteProgram("token.sh", """
            #!/bin/sh
            echo '{ "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": { "token": "'"$GIVEN $1"'" } }'
            """);
        return folder.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            preferences: {}
            unknown: { of: tomorrow }
            current-context: by-certificate
            clusters:
            - name: whole
              cluster:
                server: https://example.localhost:6443
                certificate-authority: ca.crt
                tls-server-name: kubernetes.default
                extensions:
                - name: cluster_info
                  extension: { provider: minikube.sigs.k8s.io, version: v1.35.0 }
            - name: open
              cluster: { server: "http://127.0.0.1:8001", insecure-skip-tls-verify: true }
            users:
            - name: certificate
              user: { client-certificate: client.crt, client-key: client.key }
            - name: token
              user: { token: 0123, as: someone }
            - name: password
              user: { username: ada, password: "12 34" }
            - name: program
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: {{program}}
                  args: [one]
                  env: [{ name: GIVEN, value: given }]
                  interactiveMode: Never
                  provideClusterInfo: false
            contexts:
            - name: by-certificate
              context: { cluster: whole, user: certificate, namespace: developer }
            - name: by-token
              context: { cluster: whole, user: token }
            - name: by-password
              context: { cluster: open, user: password }
            - name: by-program
              context: { cluster: whole, user: program }
            """);
    }

    private static Dictionary<string, string> Fields(KubernetesClientConfiguration configuration) =>
        typeof(KubernetesClientConfiguration).GetProperties()
            .Where(property => property.GetMethod is { IsStatic: false })
            .ToDictionary(property => property.Name, property => property.GetValue(configuration) switch
            {
                null => "",
                X509Certificate2Collection certificates => string.Join(' ', certificates.Select(one => one.Thumbprint)),
                var value => $"{value}",
            });
}
