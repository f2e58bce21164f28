using System.Security.Cryptography;

namespace BigBen.Manifests.Helm;

/// <summary>SHA-256 of files.</summary>
internal static class Checksum
{
    /// <summary>Makes sure that a file is the one that was pinned.</summary>
    /// <exception cref="PlatformException">It is another one.</exception>
    internal static void Verify(string path, string sha256)
    {
        using var file = File.OpenRead(path);
        var actual = Convert.ToHexStringLower(SHA256.HashData(file));
        if (actual != sha256)
            throw new PlatformException($"its SHA-256 is {actual}, not the pinned {sha256}, so it is refused");
    }
}
