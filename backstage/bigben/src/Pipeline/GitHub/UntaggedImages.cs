using BigBen.Images.Registry;

namespace BigBen.Pipeline.GitHub;

/// <summary>A version of a package on ghcr.io: a manifest that has a digest, and perhaps tags.</summary>
/// <param name="Id">GitHub's number for it.</param>
/// <param name="Digest">The manifest's digest.</param>
/// <param name="IsTagged">Whether it has a tag.</param>
/// <param name="Since">When it was last pushed or tagged.</param>
internal sealed record PackageVersion(long Id, string Digest, bool IsTagged, DateTimeOffset Since);

/// <summary>
/// What runs that failed or were cut left behind on ghcr.io. Not every untagged version is: an image of two platforms, its SBOM and its
/// signature are untagged manifests that a tagged index lists.
/// </summary>
/// <param name="api">GitHub, with the right to delete packages.</param>
/// <param name="registry">Reads the indexes.</param>
/// <param name="clock">Tells what is old.</param>
internal sealed class UntaggedImages(GitHubApi api, RegistryClient registry, TimeProvider clock)
{
    private const int PageSize = 100;

    // A run may still be on its way from the digest to the tag, or wait for somebody who repeats it.
    private static readonly TimeSpan Young = TimeSpan.FromDays(14);

    /// <summary>The versions of a package that no tag and no record leads to and that are old.</summary>
    /// <param name="repository">The package's images.</param>
    /// <param name="recorded">The digests that the environments' records name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">GitHub cannot be asked, or an image that is kept cannot be read.</exception>
    public async Task<IReadOnlyList<PackageVersion>> FindAsync(
        ImageRepository repository, IEnumerable<string> recorded, CancellationToken cancellationToken)
    {
        var versions = await ListAsync(repository, cancellationToken);
        var kept = await ReachableAsync(
            repository, versions.Where(version => version.IsTagged).Select(version => version.Digest).Union(recorded), cancellationToken);
        var limit = clock.GetUtcNow() - Young;
        return [.. versions.Where(version => !version.IsTagged && version.Since < limit && !kept.Contains(version.Digest))];
    }

    /// <summary>Deletes a version.</summary>
    /// <exception cref="PlatformException">GitHub refuses.</exception>
    public async Task DeleteAsync(ImageRepository repository, PackageVersion version, CancellationToken cancellationToken) =>
        await api.DeleteAsync($"{await PackageAsync(repository, cancellationToken)}/versions/{version.Id}", cancellationToken);

    private async Task<List<PackageVersion>> ListAsync(ImageRepository repository, CancellationToken cancellationToken)
    {
        var package = await PackageAsync(repository, cancellationToken);
        var versions = new List<PackageVersion>();
        for (var page = 1; ; page++)
        {
            // A package that was never pushed is not there.
            if (await api.FindAsync($"{package}/versions?per_page={PageSize}&page={page}", cancellationToken) is not { } list)
                return versions;
            versions.AddRange(list.EnumerateArray().Select(Read));
            if (list.GetArrayLength() < PageSize)
                return versions;
        }
    }

    private async Task<HashSet<string>> ReachableAsync(
        ImageRepository repository, IEnumerable<string> roots, CancellationToken cancellationToken)
    {
        var reached = new HashSet<string>();
        var left = new Queue<string>(roots);
        while (left.TryDequeue(out var digest))
        {
            if (!reached.Add(digest))
                continue;
            // What it lists would be taken for left behind: better nothing is deleted.
            var manifest = await registry.FindAsync(repository, digest, cancellationToken)
                ?? throw new PlatformException(
                    $"{repository}@{digest} is kept but cannot be read, so it is not known what belongs to it: nothing was deleted.");
            foreach (var child in manifest.Children())
                left.Enqueue(child);
        }

        return reached;
    }

    private async Task<string> PackageAsync(ImageRepository repository, CancellationToken cancellationToken)
    {
        var owner = await api.FindAsync($"/repos/{api.Repository}", cancellationToken) is { } found
            ? found.GetProperty("owner")
            : throw new PlatformException(
                $"GitHub does not know {api.Repository}, or the token may not see it: look at GITHUB_REPOSITORY.");
        var place = owner.GetProperty("type").GetString() == "Organization" ? "orgs" : "users";
        var (name, package) = (repository.Path.Split('/')[0], repository.Path[(repository.Path.IndexOf('/') + 1)..]);
        return $"/{place}/{name}/packages/container/{Uri.EscapeDataString(package)}";
    }

    private static PackageVersion Read(JsonElement version) => new(
        version.GetProperty("id").GetInt64(),
        version.GetProperty("name").GetString()!,
        version.GetProperty("metadata").GetProperty("container").GetProperty("tags").GetArrayLength() > 0,
        version.GetProperty("updated_at").GetDateTimeOffset());
}
