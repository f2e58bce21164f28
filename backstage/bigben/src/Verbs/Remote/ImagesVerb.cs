using System.Text.Json;
using BigBen.Git;
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
    private sealed record ImageRow(string Service, string Image, string Tags, string Environments);

    public static System.CommandLine.Command Create()
    {
        var revision = RemoteOptions.Revision("The commit whose records are read (default: HEAD).");
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        var command = new Verb(
            "images", "List the images that the environments' records name, by digest.",
            "big-ben.sh images --registry ghcr.io/OWNER")
        {
            revision, registry, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Session.Open(parsed),
            parsed.GetValue(revision)!,
            parsed.GetValue(registry)!,
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string revision, string registry, bool json, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var commit = await git.ResolveAsync(revision, cancellationToken);
        var images = RemoteOptions.Images(registry);
        var recorded = (await EnvironmentFile.ReadAllAsync(git, commit, cancellationToken))
            .SelectMany(file => file.Services.Select(pair => (Environment: file.Name, Service: pair.Key, Record: pair.Value)));
        var rows = recorded.GroupBy(one => $"{images.NameOf(one.Service)}@{one.Record.Digest}").Select(image => new ImageRow(
            image.First().Service,
            image.Key,
            string.Join(", ", image.Select(one => one.Record.Tag).Distinct()),
            string.Join(", ", image.Select(one => one.Environment)))).ToList();
        // One line, because a workflow's outputs are lines.
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
            : rows.Count == 0 ? "no image"
            : string.Join('\n', rows.Select(row => $"{row.Image} ({row.Tags}: {row.Environments})")));
        return ExitCode.Done;
    }
}
