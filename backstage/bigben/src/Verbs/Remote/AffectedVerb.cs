using System.CommandLine;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Releases;
using BigBen.Pipeline.Remote;

namespace BigBen.Verbs.Remote;

/// <summary><c>affected</c>: which services a commit changes, for people and for a workflow's matrix.</summary>
internal static class AffectedVerb
{
    /// <summary>A service, as a workflow needs it.</summary>
    /// <param name="Service">Its name.</param>
    /// <param name="Commit">The commit that its image is built from.</param>
    /// <param name="Tag">The image's tag.</param>
    /// <param name="Repository">Where the image goes; null where no registry was named.</param>
    /// <param name="Digest">The image's digest where it is known to be built; null where it is not, or no registry was named.</param>
    /// <param name="Build">Whether its image is to be built; false where it was already, or where only chart or values are new.</param>
    /// <param name="Kind">What it is in the first environment: web, worker or cronjob.</param>
    /// <param name="Why">What makes it affected.</param>
    private sealed record AffectedRow(
        string Service, string Commit, string Tag, string? Repository, string? Digest, bool Build, string Kind, string Why);

    public static Verb Create()
    {
        var revision = RemoteOptions.Revision("The commit to look at (default: HEAD).");
        var since = new Option<string?>("--base")
        {
            Description = "List what is to be built since this commit, not what is not recorded yet, and refuse edited records.",
            HelpName = "REV",
        };
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        registry.Required = false;
        var unbuilt = new Option<bool>("--unbuilt")
        {
            Description = "Leave out what needs no build: the registry has the image, or only chart or values are new.",
        };
        var json = SharedOptions.Json();
        return new Verb(
            "affected", "List the services that a commit changes and the first environment's record does not hold yet.",
            "big-ben.sh affected --remote origin --json")
        {
            revision, since, remote, registry, unbuilt, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(revision)!,
            parsed.GetValue(since),
            parsed.GetValue(remote)!,
            parsed.GetValue(registry),
            parsed.GetValue(unbuilt),
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task RunAsync(
        Session session,
        string revision,
        string? since,
        string remote,
        string? registry,
        bool unbuilt,
        bool json,
        CancellationToken cancellationToken)
    {
        var branch = await RemoteBranch.OpenAsync(session.Root, remote, cancellationToken);
        var commit = await branch.Git.ResolveAsync(revision, cancellationToken);
        await ServiceLayout.RequireAsync(branch.Git, commit, cancellationToken);
        var images = registry is null ? null : RemoteOptions.Images(registry);
        var affected = new Affected(branch.Git, images);
        var services = since is null
            ? await affected.ListAsync(commit, await branch.HeadAsync(cancellationToken), cancellationToken)
            : await SinceAsync(branch.Git, affected, await branch.Git.ResolveAsync(since, cancellationToken), commit, cancellationToken);
        var first = (await EnvironmentList.ReadAsync(branch.Git, commit, cancellationToken)).First;
        var rows = new List<AffectedRow>();
        foreach (var service in services)
        {
            var name = service.Service.Name;
            var digest = service.Kept?.Digest
                ?? (images is null ? null : await images.FindAsync(name, service.ImageCommit, cancellationToken));
            if (digest is null || !unbuilt)
            {
                var image = images?.NameOf(name);
                var kind = await ServiceKind.ReadAsync(branch.Git, commit, name, first, cancellationToken);
                rows.Add(new AffectedRow(name, service.ImageCommit, service.Tag, image, digest, digest is null, kind, service.Why));
            }
        }

        // One line, because a workflow's outputs are lines.
        await session.Output.WriteLineAsync(json
            ? JsonSerializer.Serialize(rows, JsonSerializerOptions.Web)
            : rows.Count == 0 ? "no service"
            : string.Join('\n', rows.Select(row => $"{row.Service} {row.Tag} ({row.Why}{(row.Build ? "" : ", needs no build")})")));
    }

    private static async Task<IReadOnlyList<AffectedService>> SinceAsync(
        GitCli git, Affected affected, string since, string commit, CancellationToken cancellationToken)
    {
        // What main recorded since the branch left it is no change of the branch.
        var common = await git.MergeBaseAsync(since, commit, cancellationToken) ?? since;
        if (await new RecordedRelease(git).FindAsync(common, commit, cancellationToken) is null)
            await new RecordJoin(git).RequireUntouchedAsync("This change", common, commit, cancellationToken);
        return await affected.BuiltSinceAsync(since, commit, cancellationToken);
    }
}
