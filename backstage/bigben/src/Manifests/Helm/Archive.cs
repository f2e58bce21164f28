using System.Formats.Tar;
using System.IO.Compression;

namespace BigBen.Manifests.Helm;

/// <summary>Takes single files out of <c>.tar.gz</c> archives.</summary>
internal static class Archive
{
    /// <summary>Writes the first file whose name <paramref name="wanted"/> accepts to <paramref name="destination"/>.</summary>
    /// <exception cref="PlatformException">There is no such file, or the archive is damaged.</exception>
    internal static async Task ExtractAsync(
        string archive, Predicate<string> wanted, string destination, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(archive);
            await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            await using var reader = new TarReader(unzipped);
            while (await reader.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !wanted(entry.Name))
                    continue;
                await entry.ExtractToFileAsync(destination, overwrite: true, cancellationToken);
                return;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PlatformException("its archive is damaged", e);
        }

        throw new PlatformException("its archive holds no helm");
    }
}
