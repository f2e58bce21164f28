using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Serving;

namespace BigBen.Tests.ApiServer.Serving;

/// <summary>The certificate as it is shown over the socket, by a clock of the test's own.</summary>
public class IdentityKeeperTests
{
    [Fact]
    public async Task A_certificate_is_renewed_before_its_end_without_a_restart_or_another_kubeconfig()
    {
        using var directory = new TestDirectory();
        var clock = new SteppedClock();
        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock);
        var kubeconfig = await File.ReadAllTextAsync(host.Kubeconfig);
        var first = await ShownAsync(directory, clock);

        clock.Now += TimeSpan.FromDays(59);
        (await ShownAsync(directory, clock)).Thumbprint.ShouldBe(first.Thumbprint);
        clock.Now += TimeSpan.FromDays(2);
        var second = await ShownAsync(directory, clock);
        second.Thumbprint.ShouldNotBe(first.Thumbprint);
        (second.NotAfter - clock.Now.LocalDateTime).TotalDays.ShouldBe(90, 0.1);
        clock.Now += TimeSpan.FromDays(400);
        await ShownAsync(directory, clock);

        (await File.ReadAllTextAsync(host.Kubeconfig)).ShouldBe(kubeconfig);
        var kept = ServerIdentity.Open(directory["api/identity.json"], clock);
        X509Certificate2.CreateFromPem(kept.Serving.Certificate).NotAfter.ShouldBeGreaterThan(clock.Now.LocalDateTime);
        File.GetUnixFileMode(directory["api/identity.json"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task An_authority_at_its_end_is_replaced_by_a_restart_and_kubeconfigs_are_told()
    {
        using var directory = new TestDirectory();
        var clock = new SteppedClock();
        string token;
        await using (await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock))
            token = Kubeconfig.Read(directory["kubeconfig"])!.Token;
        clock.Now += TimeSpan.FromDays(3645);

        // The last certificate ends with its authority, so there is one restart between.
        await using (await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock))
            await ShownAsync(directory, clock);
        clock.Now += TimeSpan.FromDays(1);
        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock);

        (await ShownAsync(directory, clock)).NotAfter.ShouldBeGreaterThan(clock.Now.AddDays(80).LocalDateTime);
        Kubeconfig.Read(directory["kubeconfig"])!.Token.ShouldBe(token);
    }

    [Fact]
    public async Task A_certificate_whose_authority_has_no_key_any_more_is_good_until_its_end()
    {
        using var directory = new TestDirectory();
        var clock = new SteppedClock();
        var old = new ServerIdentity(0, ServingCertificate.Create(clock.Now) with { AuthorityKey = null });
        old.Save(directory["api/identity.json"]);

        await using (await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock))
            Kubeconfig.Read(directory["kubeconfig"])!.Authority.ShouldBe(old.Serving.Authority);
        clock.Now += TimeSpan.FromDays(70);
        await using var host = await TestApi.StartHostAsync(directory, new FakeKubelet(), clock: clock);

        Kubeconfig.Read(host.Kubeconfig)!.Authority.ShouldNotBe(old.Serving.Authority);
        await ShownAsync(directory, clock);
    }

    // Trusts what the kubeconfig does, at the clock's time.
    private static async Task<X509Certificate2> ShownAsync(TestDirectory directory, SteppedClock clock)
    {
        var kubeconfig = Kubeconfig.Read(directory["kubeconfig"])!;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, kubeconfig.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509Certificate2.CreateFromPem(kubeconfig.Authority) },
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = clock.Now.LocalDateTime,
            },
        });
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }

    /// <summary>A clock whose day the test says; timers go by the machine's.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
