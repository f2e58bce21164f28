using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BigBen.ApiServer.Serving;

/// <summary>
/// The certificate that the API server shows on loopback, and the authority that vouches for it. A kubeconfig trusts the authority, which
/// holds for ten years, so that the certificate, which holds for ninety days, is renewed without anybody's doing.
/// </summary>
/// <param name="Certificate">The certificate of 127.0.0.1, ::1 and localhost, PEM.</param>
/// <param name="Key">Its private key, PEM.</param>
/// <param name="Authority">The authority's certificate, PEM: what a kubeconfig holds.</param>
/// <param name="AuthorityKey">The authority's private key, PEM; null in what was made when that key was thrown away.</param>
internal sealed record ServingCertificate(string Certificate, string Key, string Authority, string? AuthorityKey)
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>How long before its end a certificate is renewed.</summary>
    public static TimeSpan RenewedBefore { get; } = TimeSpan.FromDays(30);

    /// <summary>Makes an authority and a certificate.</summary>
    public static ServingCertificate Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=big-ben-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(From(now), now + AuthorityLifetime);
        return Signed(authority, key.ExportPkcs8PrivateKeyPem(), now);
    }

    /// <summary>Makes another certificate of the same authority, which no kubeconfig has to be told of.</summary>
    /// <returns>It; null where the authority cannot vouch any longer than it does.</returns>
    public ServingCertificate? Renew(DateTimeOffset now)
    {
        if (AuthorityKey is null)
            return null;
        using var authority = X509Certificate2.CreateFromPem(Authority, AuthorityKey);
        using var present = X509Certificate2.CreateFromPem(Certificate);
        return authority.NotAfter > present.NotAfter ? Signed(authority, AuthorityKey, now) : null;
    }

    /// <summary>The certificate with its key, for a server.</summary>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(Certificate, Key);

    private static ServingCertificate Signed(X509Certificate2 authority, string authorityKey, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // None outlives who vouches for it.
        var last = new DateTimeOffset(authority.NotAfter);
        var end = now + Lifetime < last ? now + Lifetime : last;
        using var certificate = Request(key, authority).Create(authority, From(now), end, RandomNumberGenerator.GetBytes(16));
        return new ServingCertificate(
            certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), authority.ExportCertificatePem(), authorityKey);
    }

    // A client's clock may be behind.
    private static DateTimeOffset From(DateTimeOffset now) => now - TimeSpan.FromDays(1);

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
