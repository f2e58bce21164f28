using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BigBen.Foundation.Processes;
using BigBen.Images.Registry;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Images.Registry;

/// <summary>
/// A test that needs the program docker-registry (Debian and Ubuntu: the package of that name); skipped, and said so, without it.
/// </summary>
public sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute()
    {
        if (DockerRegistry.Program is null)
            Skip = "docker-registry is not on PATH: install the package docker-registry, or let .ci/run fetch it.";
    }
}

/// <summary>A real registry process on a free loopback port, with its own storage; ended and removed afterwards.</summary>
public sealed class DockerRegistry : IAsyncDisposable
{
    public const string Revision = "0123456789abcdef0123456789abcdef01234567";

    private readonly TempFolder temp;
    private readonly Process process;

    private DockerRegistry(Process process, TempFolder temp, string host)
    {
        this.process = process;
        this.temp = temp;
        Host = host;
    }

    public static string? Program { get; } = SearchPath.Find("docker-registry");

    public string Host { get; }

    /// <summary>The owner's part, as <c>--registry</c> takes it.</summary>
    public string Owner => $"{Host}/owner";

    public HttpClient Http { get; } = new();

    /// <param name="htpasswd">Ask everybody for a password of this file.</param>
    public static async Task<DockerRegistry> StartAsync(string? htpasswd = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var temp = new TempFolder();
            var port = PlatformFixture.FreePort();
            var auth = htpasswd is null ? "" : $"auth:\n  htpasswd:\n    realm: test\n    path: '{temp.Write("htpasswd", htpasswd)}'\n";
            var config = temp.Write("config.yml",
                "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: "
                + $"'{temp["storage"]}'\nhttp:\n  addr: 127.0.0.1:{port}\n{auth}");
            var start = new ProcessStartInfo(Program!, ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true };
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            var registry = new DockerRegistry(process, temp, $"127.0.0.1:{port}");
            if (await registry.AnswersAsync())
                return registry;
            await registry.DisposeAsync();
            if (attempt == 3)
                throw new InvalidOperationException("docker-registry does not start");
        }
    }

    /// <summary>The file that <c>docker login</c> writes.</summary>
    public static string Login(string host, string nameAndPassword) =>
        $$$"""{"auths":{"{{{host}}}":{ "auth": "{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(nameAndPassword))}}}" } } }""";

    public ImageRepository Repository(string service = "bigben-service-a") => ImageRepository.Parse($"{Owner}/{service}");

    public RegistryClient Client(string? dockerConfig = null) =>
        new(Http, new RegistryCredentials(dockerConfig is null ? temp["nothing.json"] : temp.Write("config.json", dockerConfig)));

    /// <summary>A manifest of one platform, by Docker's or OCI's media types.</summary>
    public async Task<(string Digest, byte[] Bytes)> PushManifestAsync(
        ImageRepository repository, string revision = Revision, string? tag = null, string salt = "", bool docker = false)
    {
        var layer = await PushBlobAsync(repository, Encoding.UTF8.GetBytes($"layer {salt}"));
        var config = Encoding.UTF8.GetBytes(
            """{"architecture":"amd64","os":"linux","config":{"Labels":{"org.opencontainers.image.revision":""" + $"\"{revision}\""
            + """}},"rootfs":{"type":"layers","diff_ids":[]}}""");
        var configDigest = await PushBlobAsync(repository, config);
        var (manifest, configType, layerType) = docker
            ? ("application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.docker.container.image.v1+json",
                "application/vnd.docker.image.rootfs.diff.tar.gzip")
            : ("application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.config.v1+json",
                "application/vnd.oci.image.layer.v1.tar+gzip");
        // Written with odd spaces on purpose: whoever parses it and writes it again changes its digest.
        var bytes = Encoding.UTF8.GetBytes($$"""
            { "schemaVersion":2,   "mediaType":"{{manifest}}",
              "config":{"mediaType":"{{configType}}","size":{{config.Length}},"digest":"{{configDigest}}"},
              "layers":[ {"mediaType":"{{layerType}}","size":{{"layer ".Length + salt.Length}},"digest":"{{layer}}"} ] }

            """);
        return (await PutAsync(repository, tag, manifest, bytes), bytes);
    }

    /// <summary>An index of two platforms and the provenance that BuildKit adds.</summary>
    public async Task<(string Digest, byte[] Bytes)> PushIndexAsync(
        ImageRepository repository, string revision = Revision, string? armRevision = null, string? tag = null)
    {
        var (amd64, amdBytes) = await PushManifestAsync(repository, revision, salt: "amd64");
        var (arm64, armBytes) = await PushManifestAsync(repository, armRevision ?? revision, salt: "arm64");
        var (provenance, provenanceBytes) = await PushManifestAsync(repository, "", salt: "provenance");
        const string type = "application/vnd.oci.image.index.v1+json";
        var index = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = type,
            manifests = new object[]
            {
                Entry(amd64, amdBytes, "amd64"), Entry(arm64, armBytes, "arm64"),
                new
                {
                    mediaType = "application/vnd.oci.image.manifest.v1+json", digest = provenance, size = provenanceBytes.Length,
                    annotations = new Dictionary<string, string>
                    {
                        ["vnd.docker.reference.type"] = "attestation-manifest",
                        ["vnd.docker.reference.digest"] = amd64,
                    },
                    platform = new { architecture = "unknown", os = "unknown" },
                },
            },
        });
        return (await PutAsync(repository, tag, type, index), index);

        static object Entry(string digest, byte[] bytes, string architecture) =>
            new
            {
                mediaType = "application/vnd.oci.image.manifest.v1+json",
                digest,
                size = bytes.Length,
                platform = new { architecture, os = "linux" },
            };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        temp.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (DateTime.UtcNow < deadline && !process.HasExited)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri($"http://{Host}/v2/"));
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20);
            }
        }

        return false;
    }

    private async Task<string> PutAsync(ImageRepository repository, string? tag, string type, byte[] bytes)
    {
        var digest = DigestOf(bytes);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(type);
        using var answer = await Http.PutAsync(new Uri($"http://{Host}/v2/{repository.Path}/manifests/{tag ?? digest}"), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return digest;
    }

    private async Task<string> PushBlobAsync(ImageRepository repository, byte[] bytes)
    {
        using var started = await Http.PostAsync(new Uri($"http://{Host}/v2/{repository.Path}/blobs/uploads/"), null);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var digest = DigestOf(bytes);
        var location = started.Headers.Location!.ToString();
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        using var stored = await Http.PutAsync(
            new Uri($"{location}{(location.Contains('?') ? '&' : '?')}digest={Uri.EscapeDataString(digest)}"), content);
        stored.StatusCode.ShouldBe(HttpStatusCode.Created);
        return digest;
    }

    private static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
}
