using System.Net;
using System.Net.Sockets;
using BigBen.Foundation;
using BigBen.Manifests.Helm;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Manifests.Helm;

public sealed class HelmReleaseArchiveTests : IDisposable
{
    private readonly ToolsFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Program => Path.Combine(Directory.CreateDirectory(folder.Tools).FullName, "helm");

    [Fact]
    public async Task The_program_is_taken_out_of_the_archive()
    {
        var archive = folder.Archive("linux-amd64/helm", "the program");
        using var server = new Server(File.ReadAllBytes(archive.Path));

        await new HelmReleaseArchive(server.Archive, archive.Sha256, TimeSpan.FromSeconds(30)).FetchAsync(Program, CancellationToken.None);

        File.ReadAllText(Program).ShouldBe("the program");
    }

    [Fact]
    public async Task An_archive_with_another_checksum_is_refused_and_not_opened()
    {
        using var server = new Server(File.ReadAllBytes(folder.Archive("linux-amd64/helm", "another program").Path));

        await RefusedAsync(server.Archive, new string('0', 64), "not the pinned 000");

        File.Exists(Program).ShouldBeFalse();
    }

    [Fact]
    public async Task An_archive_without_helm_is_refused()
    {
        var archive = folder.Archive("linux-amd64/README.md", "no program");
        using var server = new Server(File.ReadAllBytes(archive.Path));

        await RefusedAsync(server.Archive, archive.Sha256, "holds no helm");
    }

    [Fact]
    public async Task A_damaged_archive_is_refused()
    {
        var damaged = "no archive"u8.ToArray();
        using var server = new Server(damaged);

        await RefusedAsync(server.Archive, ToolsFolder.Sha256(damaged), "its archive is damaged");
    }

    [Fact]
    public async Task An_answer_that_is_no_success_is_told()
    {
        using var server = new Server("gone"u8.ToArray(), "404 Not Found");

        await RefusedAsync(server.Archive, new string('0', 64), "404");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        using var deaf = new DeafPort();

        await RefusedAsync(new Uri($"http://127.0.0.1:{deaf.Number}/helm.tar.gz"), new string('0', 64), "refused");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await RefusedAsync(
            new Uri($"http://{silent.LocalEndpoint}/helm.tar.gz"),
            new string('0', 64),
            "no answer from 127.0.0.1",
            TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_machine_without_a_pinned_checksum_gets_nothing() =>
        await RefusedAsync(new Uri("http://127.0.0.1:1/helm.tar.gz"), "", "no checksum is pinned");

    [Fact]
    public async Task A_stop_is_a_stop_and_no_failure_of_the_server()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        var fetch = new HelmReleaseArchive(
            new Uri($"http://{silent.LocalEndpoint}/helm.tar.gz"), new string('0', 64), TimeSpan.FromMinutes(5))
            .FetchAsync(Program, stop.Token);
        using var connection = await silent.AcceptTcpClientAsync();

        await stop.CancelAsync();

        await fetch.ShouldThrowAsync<OperationCanceledException>();
    }

    private async Task RefusedAsync(Uri archive, string sha256, string reason, TimeSpan? patience = null) =>
        (await new HelmReleaseArchive(archive, sha256, patience ?? TimeSpan.FromSeconds(30)).FetchAsync(Program, CancellationToken.None)
            .ShouldThrowAsync<PlatformException>()).Message.ShouldContain(reason, Case.Insensitive);

    /// <summary>Answers every request with the same bytes.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        internal Server(byte[] content, string status = "200 OK")
        {
            listener.Start();
            Archive = new Uri($"http://{listener.LocalEndpoint}/helm-v0.0.0-linux-amd64.tar.gz");
            _ = AnswerAsync(content, status);
        }

        internal Uri Archive { get; }

        public void Dispose() => listener.Dispose();

        private async Task AnswerAsync(byte[] content, string status)
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await listener.AcceptTcpClientAsync();
                }
                catch (Exception e) when (e is SocketException or InvalidOperationException)
                {
                    return;
                }

                using (client)
                {
                    var stream = client.GetStream();
                    using var reader = new StreamReader(stream, leaveOpen: true);
                    while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
                    {
                    }

                    await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 {status}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n"));
                    await stream.WriteAsync(content);
                }
            }
        }
    }
}
