using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Verbs.Remote;

/// <summary><c>images</c>: what runs, by digest, as the environments' records have it; what a nightly scan looks at.</summary>
internal static class ImagesVerb
{
    /// <summary>An image, as a workflow needs it.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Image">The image, by digest.</param>
    /// <param name="Tags">Its tags in the records.</param>
    /// <param name="Environments">Where it is recorded.</param>
    /// <param name="Recorded">The same, an entry each.</param>
    private sealed record ImageRow(
        string Service, string Image, string Tags, string Environments, IReadOnlyList<RecordedImage> Recorded);

    /// <summary>A record of an image.</summary>
    /// <param name="Environment">Whose it is.</param>
    /// <param name="Revision">The revision that chart and values are read at: its Application's <c>targetRevision</c>.</param>
    /// <param name="Tag">The image's tag.</param>
    /// <param name="Kind">What the service is there: web, worker or cronjob; null where the revision is not in this clone.</param>
    private sealed record RecordedImage(string Environment, string Revision, string Tag, string? Kind);

    public static Verb Create()
    {
        var revision = RemoteOptions.Revision("The commit whose records are read (default: HEAD).");
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        return new Verb(
            "images", "List the images that the environments' records name, by digest.",
            "big-ben.sh images --registry ghcr.io/OWNER")
        {
            revision, registry, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(revision)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session, string revision, string registry, bool json, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var commit = await git.ResolveAsync(revision, cancellationToken);
        var images = RemoteOptions.Images(registry);
        var recorded = new List<(string Service, string Image, RecordedImage Record)>();
        foreach (var file in await EnvironmentFile.ReadAllAsync(git, commit, cancellationToken))
        {
            foreach (var (service, record) in file.Services)
            {
                var read = await git.TryResolveAsync(record.Revision, cancellationToken);
                var kind = read is null ? null : await ServiceKind.ReadAsync(git, read, service, file.Name, cancellationToken);
                var image = $"{images.NameOf(service)}@{record.Digest}";
                recorded.Add((service, image, new RecordedImage(file.Name, record.Revision, record.Tag, kind)));
            }
        }

        var rows = recorded.GroupBy(one => one.Image).Select(image => new ImageRow(
            image.First().Service,
            image.Key,
            string.Join(", ", image.Select(one => one.Record.Tag).Distinct()),
            string.Join(", ", image.Select(one => one.Record.Environment)),
            [.. image.Select(one => one.Record)])).ToList();
        // One line, because a workflow's outputs are lines.
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
            : rows.Count == 0 ? "no image"
            : string.Join('\n', rows.Select(row => $"{row.Image} ({row.Tags}: {row.Environments})")));
    }
}
