using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BigBen.Images;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>The registry, and images that the engine builds: a manifest and a configuration with labels, as the real ones have.</summary>
internal sealed partial class FakeMachine
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly Dictionary<string, byte[]> blobs = [];
    private readonly Dictionary<string, string> tags = [];
    private readonly Dictionary<string, string> built = [];

    private (int Code, string Said) Build(string[] arguments, string directory)
    {
        var file = Path.Combine(directory, Option(arguments, "--file"));
        if (!File.Exists(file))
            return (1, $"ERROR: failed to read dockerfile: open {file}: no such file or directory");
        var revision = arguments.Single(argument => argument.StartsWith("REVISION=", StringComparison.Ordinal))["REVISION=".Length..];
        built[Option(arguments, "--tag")] = revision;
        return (0, "");
    }

    private (int Code, string Said) Push(string image)
    {
        if (!built.TryGetValue(image, out var revision))
            return (1, $"An image does not exist locally with the tag: {image}");
        var name = image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..].Split(':');
        var config = new JsonObject
        {
            ["config"] = new JsonObject { ["Labels"] = new JsonObject { [ImageConfig.RevisionLabel] = revision, ["title"] = name[0] } },
        };
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = new JsonObject { ["digest"] = Store(config) },
        };
        tags[$"{name[0]}:{name[1]}"] = Store(manifest);
        return (0, "");
    }

    private string Store(JsonObject content)
    {
        var bytes = Encoding.UTF8.GetBytes(content.ToJsonString());
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        blobs[digest] = bytes;
        return digest;
    }

    private async Task RegistryAsync(HttpContext http, string path)
    {
        // A repository may have slashes: v2/NAME/manifests/REFERENCE.
        var parts = path.Split('/');
        string[] words = [parts[0], string.Join('/', parts[1..^2]), parts[^2], parts[^1]];
        if (HttpMethods.IsPut(http.Request.Method))
        {
            using var written = new MemoryStream();
            await http.Request.Body.CopyToAsync(written);
            lock (gate)
            {
                var known = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(written.ToArray()))}";
                blobs[known] = written.ToArray();
                tags[$"{words[1]}:{words[3]}"] = known;
            }

            http.Response.StatusCode = (int)HttpStatusCode.Created;
            return;
        }

        byte[]? body;
        string? digest;
        lock (gate)
        {
            digest = words[3].StartsWith("sha256:", StringComparison.Ordinal) ? words[3] : tags.GetValueOrDefault($"{words[1]}:{words[3]}");
            body = digest is null ? null : blobs.GetValueOrDefault(digest);
        }

        if (body is null)
        {
            http.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        http.Response.ContentType = words[2] == "manifests" ? ManifestType : "application/octet-stream";
        http.Response.Headers["Docker-Content-Digest"] = digest;
        await http.Response.Body.WriteAsync(body);
    }
}
