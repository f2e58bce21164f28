namespace BigBen.Images;

/// <summary>
/// Published builds, found by what they contain: the same files and the same configuration are the same image, under the same digest,
/// on every machine. Safe for several processes; whoever is killed half-way leaves nothing visible.
/// </summary>
/// <remarks>
/// Layout: <c>repository/sha256/digits/{manifest.json,files/…}</c>, written beside its place and moved there when whole, and
/// <c>repository/tags/tag</c>, each holding a digest.
/// </remarks>
/// <param name="directory">The store's folder; made when first written to.</param>
/// <param name="clock">Tells what was abandoned, and when a lock was waited for long enough.</param>
public sealed class ImageStore(string directory, TimeProvider clock)
{
    // Longer than any copy takes: what is older was left by a killed process.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string root = Path.GetFullPath(directory);

    /// <summary>Takes a published build in and gives it a tag. What is there already is found and kept.</summary>
    /// <param name="repository">Such as <c>bigben-service-a</c>.</param>
    /// <param name="tag">Such as the first seven digits of the commit.</param>
    /// <param name="publishedDirectory">The folder to copy.</param>
    /// <param name="config">How the image is started and what it was made from.</param>
    /// <param name="cancellationToken">Stops the copy; nothing of it stays visible.</param>
    /// <exception cref="PlatformException">The tag belongs to another digest, the folder holds a link, or the disk is full.</exception>
    public async Task<Image> AddAsync(
        string repository, string tag, string publishedDirectory, ImageConfig config, CancellationToken cancellationToken = default)
    {
        CheckNames(repository, tag);
        var temporary = Path.Combine(Folder(repository), $".new-{Guid.NewGuid():N}");
        try
        {
            CopyTree(publishedDirectory, Path.Combine(temporary, "files"), cancellationToken);
            var bytes = (await ImageManifest.OfAsync(Path.Combine(temporary, "files"), config, cancellationToken)).ToBytes();
            await File.WriteAllBytesAsync(Path.Combine(temporary, "manifest.json"), bytes, cancellationToken);
            var digest = ImageManifest.DigestOf(bytes);
            using (await StoreLock.TakeAsync(root, clock, cancellationToken))
            {
                CheckTag(repository, tag, digest);
                var place = Place(repository, digest);
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                if (!Directory.Exists(place))
                    Directory.Move(temporary, place);
                WriteTag(repository, tag, digest);
            }

            return Read(repository, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The image {repository}:{tag} cannot be stored in '{root}': {e.Message}. "
                + "Free some space or fix the folder's rights, then run the command again.", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The image with that digest, or null.</summary>
    /// <exception cref="PlatformException">It is there but its manifest cannot be read.</exception>
    public Image? FindByDigest(string repository, string digest) =>
        ImageReference.DigestPattern().IsMatch(digest) && Directory.Exists(Place(repository, digest)) ? Read(repository, digest) : null;

    /// <summary>The image with that tag, or null.</summary>
    public Image? FindByTag(string repository, string tag) =>
        DigestOf(repository, tag) is { } digest ? FindByDigest(repository, digest) : null;

    /// <summary>Gives an image of the store one more tag. The same again is nothing new; a tag never moves to another digest.</summary>
    /// <exception cref="PlatformException">There is no such image, or the tag belongs to another.</exception>
    public async Task TagAsync(string repository, string tag, string digest, CancellationToken cancellationToken = default)
    {
        CheckNames(repository, tag);
        using (await StoreLock.TakeAsync(root, clock, cancellationToken))
        {
            CheckTag(repository, tag, digest);
            if (FindByDigest(repository, digest) is null)
                throw new PlatformException(
                    $"There is no image {repository}@{digest} in '{root}' to give the tag '{tag}': build it first.");
            WriteTag(repository, tag, digest);
        }
    }

    /// <summary>Every tag of a repository and the digest it stands for, sorted by tag.</summary>
    public IReadOnlyDictionary<string, string> Tags(string repository)
    {
        var folder = Path.Combine(Folder(repository), "tags");
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            if (ImageReference.TagPattern().IsMatch(Path.GetFileName(file)) && DigestOf(repository, Path.GetFileName(file)) is { } digest)
                tags[Path.GetFileName(file)] = digest;
        }

        return tags;
    }

    /// <summary>
    /// Finds the image that a manifest names. A digest decides: a tag beside it that the store does not know says nothing, but a tag
    /// that the store knows under another digest is refused, for the pod would then tell a version which it is not.
    /// </summary>
    /// <param name="reference"><c>[registry/]repository[:tag][@sha256:digest]</c>; the registry is not looked at.</param>
    /// <exception cref="PlatformException">The reference is malformed, contradicts itself, or names no image of the store.</exception>
    public Image Resolve(string reference)
    {
        var (repository, tag, digest) = ImageReference.Parse(reference);
        var tagged = tag is null ? null : DigestOf(repository, tag);
        if (digest is not null && tagged is not null && tagged != digest)
            throw new PlatformException($"The image '{reference}' contradicts itself: the tag '{tag}' is {tagged} in '{root}'. "
                + "Write the digest that belongs to the tag, or leave the tag out.");
        return (digest ?? tagged) is { } wanted && FindByDigest(repository, wanted) is { } image
            ? image
            : throw new PlatformException(
                $"The image '{reference}' is not in the store '{root}', where {KnownImages.Like(root, repository)}: "
                + "push the commit again, or run ./bootstrap/big-ben.sh to build it.");
    }

    /// <summary>Reads every byte of an image again and compares it with its digest.</summary>
    /// <exception cref="PlatformException">
    /// A file was changed, added or lost, or there is no such image; the sentence names it and the remedy.
    /// </exception>
    public async Task VerifyAsync(string repository, string digest, CancellationToken cancellationToken = default)
    {
        var place = Place(repository, digest);
        if (!Directory.Exists(place))
            throw new PlatformException($"There is no image {repository}@{digest} in '{root}'.");
        var manifest = Manifest(repository, digest);
        var actual = await ImageManifest.OfAsync(Path.Combine(place, "files"), manifest.Config, cancellationToken);
        var odd = manifest.Files.Except(actual.Files).Concat(actual.Files.Except(manifest.Files)).FirstOrDefault();
        if (odd is not null)
            throw Damaged(repository, digest, Path.Combine(place, "files", odd.Path));
    }

    /// <summary>Removes an image with its tags, so that it can be built again; no image, nothing to do.</summary>
    public async Task RemoveAsync(string repository, string digest, CancellationToken cancellationToken = default)
    {
        using (await StoreLock.TakeAsync(root, clock, cancellationToken))
            RemoveLocked(repository, digest);
    }

    /// <summary>Removes every image, with its tags, whose digest is not to be kept, and what killed processes left behind.</summary>
    /// <param name="keep">Digests, of whatever repository.</param>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <returns>How many images were removed.</returns>
    public async Task<int> PruneAsync(IReadOnlySet<string> keep, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(root))
            return 0;
        using (await StoreLock.TakeAsync(root, clock, cancellationToken))
        {
            var removed = 0;
            foreach (var repository in Directory.EnumerateDirectories(root).Select(path => Path.GetFileName(path)).ToList())
            {
                foreach (var old in Directory.EnumerateDirectories(Folder(repository), ".new-*").Where(IsAbandoned).ToList())
                    Directory.Delete(old, recursive: true);
                foreach (var digest in Digests(repository).Where(digest => !keep.Contains(digest)).ToList())
                {
                    RemoveLocked(repository, digest);
                    removed++;
                }
            }

            return removed;
        }
    }

    private bool IsAbandoned(string path) => clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(path) > Abandoned;

    private PlatformException Damaged(string repository, string digest, string file, Exception? inner = null) =>
        new(
            $"The image {repository}@{digest} is damaged: '{file}' is not what was stored. "
            + $"Delete '{Place(repository, digest)}' and run ./bootstrap/big-ben.sh, which builds the image again.",
            inner ?? new IOException("the SHA-256 differs"));

    private static void CheckNames(string repository, string tag)
    {
        if (!ImageReference.RepositoryPattern().IsMatch(repository))
            throw new PlatformException(
                $"'{repository}' is not a name of an image repository: use lower-case letters, digits, dots and dashes.");
        if (!ImageReference.TagPattern().IsMatch(tag))
            throw new PlatformException($"'{tag}' is not an image tag: use letters, digits, dots, dashes and underscores, at most 128.");
    }

    private static void CopyTree(string from, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(to);
        foreach (var source in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (new FileInfo(source).LinkTarget is not null)
                throw new PlatformException($"'{source}' is a symbolic link, which an image cannot hold: publish the file itself.");
            var target = Path.Combine(to, Path.GetRelativePath(from, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
            MakeReadOnly(target);
        }
    }

    private static void MakeReadOnly(string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(file, File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute) ? Read | Execute : Read);
    }

    private void CheckTag(string repository, string tag, string digest)
    {
        if (DigestOf(repository, tag) is { } other && other != digest)
            throw new PlatformException(
                $"The tag {repository}:{tag} belongs to {other} and never moves to {digest}: use another tag, or a new commit.");
    }

    private void WriteTag(string repository, string tag, string digest)
    {
        if (DigestOf(repository, tag) is null)
            AtomicFile.Write(Path.Combine(Folder(repository), "tags", tag), digest);
    }

    // A tag whose image is gone (removed by hand as damaged) is free again.
    private string? DigestOf(string repository, string tag)
    {
        var file = Path.Combine(Folder(repository), "tags", tag);
        if (!ImageReference.TagPattern().IsMatch(tag) || !File.Exists(file))
            return null;
        var digest = File.ReadAllText(file).Trim();
        return ImageReference.DigestPattern().IsMatch(digest) && Directory.Exists(Place(repository, digest)) ? digest : null;
    }

    private void RemoveLocked(string repository, string digest)
    {
        foreach (var (tag, _) in Tags(repository).Where(pair => pair.Value == digest).ToList())
            File.Delete(Path.Combine(Folder(repository), "tags", tag));
        var place = Place(repository, digest);
        if (!Directory.Exists(place))
            return;
        var gone = Path.Combine(Folder(repository), $".new-{Guid.NewGuid():N}");
        Directory.Move(place, gone);
        Directory.Delete(gone, recursive: true);
    }

    private IEnumerable<string> Digests(string repository)
    {
        var folder = Path.Combine(Folder(repository), "sha256");
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(path => $"sha256:{Path.GetFileName(path)}") : [];
    }

    private Image Read(string repository, string digest)
    {
        var place = Place(repository, digest);
        var created = new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(place, "manifest.json")), TimeSpan.Zero);
        return new Image(repository, digest, Path.Combine(place, "files"), Manifest(repository, digest).Config, created);
    }

    private ImageManifest Manifest(string repository, string digest)
    {
        var file = Path.Combine(Place(repository, digest), "manifest.json");
        try
        {
            var bytes = File.ReadAllBytes(file);
            return ImageManifest.DigestOf(bytes) == digest ? ImageManifest.FromBytes(bytes) : throw Damaged(repository, digest, file);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw Damaged(repository, digest, file, e);
        }
    }

    private string Folder(string repository) => Path.Combine(root, repository);

    private string Place(string repository, string digest) => Path.Combine(Folder(repository), "sha256", digest["sha256:".Length..]);
}
