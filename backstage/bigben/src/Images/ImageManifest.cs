using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace BigBen.Images;

/// <summary>One file of an image.</summary>
/// <param name="Path">Its path from the image's folder, with forward slashes.</param>
/// <param name="Executable">Whether it may be executed: all that an image keeps of a file's mode.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 hexadecimal digits.</param>
internal sealed record ImageFile(string Path, bool Executable, long Size, string Sha256);

/// <summary>What an image is, in one canonical text: sorted, without times, so that equal content gives equal bytes.</summary>
internal sealed record ImageManifest(ImageConfig Config, IReadOnlyList<ImageFile> Files)
{
    public static async Task<ImageManifest> OfAsync(string directory, ImageConfig config, CancellationToken cancellationToken)
    {
        var files = new List<ImageFile>();
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                throw new PlatformException($"'{path}' is a symbolic link, which an image cannot hold: publish the file itself.");
            await using var stream = file.OpenRead();
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            files.Add(new ImageFile(Path.GetRelativePath(directory, path).Replace('\\', '/'), IsExecutable(file), stream.Length, hash));
        }

        return new ImageManifest(
            new ImageConfig(config.Entrypoint, Sorted(config.Environment), Sorted(config.Labels)),
            [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.ImageManifest);

    public static ImageManifest FromBytes(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, ManifestJson.Default.ImageManifest) ?? throw new JsonException("the manifest is empty");

    public static string DigestOf(ReadOnlySpan<byte> bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static bool IsExecutable(FileInfo file) => OperatingSystem.IsWindows() || file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        new(pairs.ToDictionary(), StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ImageManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
