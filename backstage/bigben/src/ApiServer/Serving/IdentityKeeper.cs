using System.Security.Cryptography.X509Certificates;
using BigBen.ApiServer.Access;

namespace BigBen.ApiServer.Serving;

/// <summary>
/// Keeps the server the same one for whoever has a kubeconfig, while its certificate is renewed: in time, when somebody connects. Nothing
/// runs while nobody does, and a machine that slept past the end wakes to a good one.
/// </summary>
internal sealed class IdentityKeeper
{
    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private ServerIdentity _identity;
    private X509Certificate2 _certificate;

    /// <summary>Opens the identity of last time, or makes one.</summary>
    /// <exception cref="PlatformException">The file cannot be read or is not one of ours.</exception>
    public IdentityKeeper(ApiServerOptions options)
    {
        _file = Path.Combine(options.Directory, "identity.json");
        _clock = options.Clock;
        _log = options.Logger;
        _identity = ServerIdentity.Open(_file, _clock);
        _certificate = _identity.Serving.Load();
        Accounts = new UserAccounts(options.Directory, options.Kubeconfig);
    }

    /// <summary>Who may come in.</summary>
    public UserAccounts Accounts { get; }

    /// <summary>The port of last time; 0 for none.</summary>
    public int Port => _identity.Port;

    /// <summary>The certificate that is shown to whoever connects now.</summary>
    public X509Certificate2 Certificate
    {
        get
        {
            lock (_gate)
            {
                var now = _clock.GetUtcNow();
                if (IsDue(now) && _identity.Serving.Renew(now) is { } renewed)
                {
                    Use(renewed);
                    TrySave();
                }

                return _certificate;
            }
        }
    }

    /// <summary>
    /// Remembers the port, and lets every kubeconfig know of it. An authority that cannot vouch for long any more is replaced here.
    /// </summary>
    /// <exception cref="PlatformException">A file cannot be read or written.</exception>
    public Task PublishAsync(int port, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (IsDue(now))
                Use(_identity.Serving.Renew(now) ?? ServingCertificate.Create(now));
            _identity = _identity with { Port = port };
            _identity.Save(_file);
        }

        return Accounts.PublishAsync(port, _identity.Serving.Authority, cancellationToken);
    }

    private bool IsDue(DateTimeOffset now) => _certificate.NotAfter.ToUniversalTime() - now < ServingCertificate.RenewedBefore;

    // The certificate before is left to those who are connecting with it.
    private void Use(ServingCertificate serving)
    {
        _identity = _identity with { Serving = serving };
        _certificate = serving.Load();
    }

    private void TrySave()
    {
        try
        {
            _identity.Save(_file);
        }
        catch (PlatformException e)
        {
            // It is good for this process; the next one makes its own.
            _log.CertificateNotSaved(e.Message);
        }
    }
}
