using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BigBen.Hostile.Sockets;

/// <summary>Where requests go in, on 127.0.0.1.</summary>
internal enum Door
{
    /// <summary>The port of every host, the console's included; HTTP.</summary>
    Router,

    /// <summary>The Kubernetes API; HTTPS.</summary>
    Api,
}

/// <summary>A platform as a client on this machine finds it.</summary>
/// <param name="Router">The port of every host.</param>
/// <param name="Api">The port of the Kubernetes API.</param>
/// <param name="ApiToken">What lets in to the API.</param>
/// <param name="ConsoleToken">What lets the console's API change something.</param>
/// <param name="Authority">Who vouches for the API, PEM.</param>
internal sealed record Doors(int Router, int Api, string ApiToken, string ConsoleToken, string Authority)
{
    /// <summary>Trusts the API and nobody else.</summary>
    public SslClientAuthenticationOptions Trust { get; } = new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(Authority) },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    /// <summary>The port of a door.</summary>
    public int PortOf(Door door) => door == Door.Api ? Api : Router;
}
