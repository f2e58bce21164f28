using System.Diagnostics;
using BigBen.Ingress.Listening;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Pipeline.Remote;

/// <summary>A repository behind git's smart HTTP protocol, served by the real git, which everybody may read and nobody may write.</summary>
public sealed class ReadOnlyGitServer : IAsyncDisposable
{
    private readonly string repository;
    private LoopbackServer server = null!;

    private ReadOnlyGitServer(string repository) => this.repository = repository;

    public string Url => $"http://127.0.0.1:{server.Port}/server.git";

    /// <summary>How often somebody tried to push.</summary>
    public int Pushes { get; private set; }

    public static async Task<ReadOnlyGitServer> StartAsync(string repository)
    {
        var one = new ReadOnlyGitServer(repository);
        one.server = await LoopbackServer.StartAsync(0, useIPv6: false, one.AnswerAsync, CancellationToken.None);
        return one;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var asks = http.Request.Path.Value!.EndsWith("/info/refs", StringComparison.Ordinal);
        var service = asks ? $"{http.Request.Query["service"]}" : http.Request.Path.Value.Split('/')[^1];
        if (service != "git-upload-pack")
        {
            Pushes++;
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        http.Response.ContentType = $"application/x-{service}-{(asks ? "advertisement" : "result")}";
        string[] how = asks ? ["--advertise-refs"] : [];
        var start = new ProcessStartInfo("git", ["upload-pack", "--stateless-rpc", .. how, repository])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["GIT_PROTOCOL"] = $"{http.Request.Headers["Git-Protocol"]}";
        using var git = Process.Start(start)!;
        await CopyAsync(http.Request.Body, git.StandardInput.BaseStream, http.Request.Headers.ContentEncoding == "gzip");
        await git.StandardOutput.BaseStream.CopyToAsync(http.Response.Body);
        await git.WaitForExitAsync();
    }

    private static async Task CopyAsync(Stream from, Stream to, bool isCompressed)
    {
        await using var input = to;
        await using var plain = isCompressed
            ? new System.IO.Compression.GZipStream(from, System.IO.Compression.CompressionMode.Decompress)
            : from;
        await plain.CopyToAsync(input);
    }
}
