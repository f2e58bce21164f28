using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BigBen.ApiServer.Access;

/// <summary>
/// The certificate that the API server shows on loopback, and the authority that vouches for it. The authority's key is thrown away once it
/// has signed: nobody, not even this machine's owner, can make another certificate that a kubeconfig trusts.
/// </summary>
/// <param name="Certificate">The certificate of 127.0.0.1, ::1 and localhost, PEM.</param>
/// <param name="Key">Its private key, PEM.</param>
/// <param name="Authority">The authority's certificate, PEM: what a kubeconfig holds.</param>
internal sealed record ServingCertificate(string Certificate, string Key, string Authority)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>Makes an authority and a certificate that hold for ten years.</summary>
    public static ServingCertificate Create(DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=big-ben-ca", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var from = now - TimeSpan.FromDays(1);
        using var authority = request.CreateSelfSigned(from, now + Lifetime);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(key, authority).Create(authority, from, now + Lifetime, RandomNumberGenerator.GetBytes(16));
        return new ServingCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), authority.ExportCertificatePem());
    }

    /// <summary>The certificate with its key, for a server.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(Certificate, Key);

    private static CertificateRequest Request(ECDsa key, X509Certificate2 authority)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        var request = new CertificateRequest("CN=big-ben", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var serverAuthentication = new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication");
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([serverAuthentication], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }
}
