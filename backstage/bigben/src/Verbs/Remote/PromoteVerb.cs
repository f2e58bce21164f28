using System.CommandLine;
using BigBen.Pipeline;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;
using BigBen.Pipeline.Remote;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Remote;

/// <summary><c>promote</c>: gives the images that an environment's record held a version, and records them in the next.</summary>
internal static class PromoteVerb
{
    private sealed record Options(
        string Version,
        bool Prerelease,
        string? To,
        bool Force,
        string? Override,
        bool DryRun,
        bool PullRequest,
        bool Signed,
        string? AttestedBy,
        string? Notes,
        string Remote,
        string Registry,
        bool Json)
    {
        public string Tag => $"refs/tags/{Version}";

        public ReleaseOptions Release(Person? by) => new()
        {
            IsPrerelease = Prerelease,
            IsForced = Force,
            IsProposed = PullRequest,
            To = To,
            Asking = Asking.Of(by?.ToString(), Override),
        };
    }

    public static Verb Create()
    {
        var version = SharedOptions.Version("The version: the name of a git tag on main, such as v1.2.0.");
        var prerelease = new Option<bool>("--prerelease")
        {
            Description = "Give the images the version, but leave every environment as it is; implied by a version such as v1.2.0-rc.1.",
        };
        var to = SharedOptions.To();
        var force = ReleaseVerb.Force();
        var reason = SharedOptions.Override();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Write nothing: say whether anything is left to do, or why the release is refused.",
        };
        var pullRequest = new Option<bool>("--pull-request")
        {
            Description =
                "Propose the record as a pull request on GitHub (GITHUB_REPOSITORY, GITHUB_TOKEN) instead of writing it.",
        };
        var attestedBy = new OptionalText("--attested-by")
        {
            Description =
                "Require GitHub's attestation that this repository's pipeline built every image from main (needs gh); empty for none.",
            HelpName = "OWNER/REPOSITORY",
        };
        var notes = new Option<string?>("--notes")
        {
            Description = "Write the proof into this file of release notes, in the place of an earlier one.",
            HelpName = "FILE",
        };
        var signed = RemoteOptions.Signed();
        var remote = RemoteOptions.Remote();
        var registry = RemoteOptions.Registry();
        var json = SharedOptions.Json();
        return new Verb(
            "promote", "Release a tag of main: the same images, recorded in the last environment, or in --to.",
            "big-ben.sh promote v1.2.0 --registry ghcr.io/OWNER",
            "big-ben.sh promote v1.2.0 --registry ghcr.io/OWNER --pull-request")
        {
            version, prerelease, to, force, reason, dryRun, pullRequest, signed, attestedBy, notes, remote, registry, json,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            new Options(
                parsed.GetValue(version)!,
                parsed.GetValue(prerelease),
                parsed.GetValue(to),
                parsed.GetValue(force),
                parsed.GetValue(reason),
                parsed.GetValue(dryRun),
                parsed.GetValue(pullRequest),
                parsed.GetValue(signed),
                parsed.GetValue(attestedBy),
                parsed.GetValue(notes),
                parsed.GetValue(remote)!,
                parsed.GetValue(registry)!,
                parsed.GetValue(json)),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, Options options, CancellationToken cancellationToken)
    {
        if (options.Notes is { } missing && !File.Exists(missing))
            throw new PlatformException(
                $"There is no file of release notes '{missing}': write one, be it empty, or leave out --notes.");
        var branch = await RemoteOptions.BranchAsync(session, options.Remote, options.Signed, cancellationToken);
        var images = RemoteOptions.Images(options.Registry);
        var proof = options.AttestedBy is { Length: > 0 } repository ? new GitHubAttestations(repository, branch, images) : null;
        var proposal = options.PullRequest
            ? new PullRequestBranch(branch, GitHubApi.OfThisProcess(), branch.Name, $"promote/{options.Version}")
            : null;
        var releaser = new Releaser(
            new Rollout(proposal ?? (IMainBranch)branch, reviews: RunReviews.OfThisProcess()), images, proof);
        var release = options.Release(await Person.OfThisProcessAsync(session.Root, cancellationToken));
        if (options.DryRun)
        {
            var isNeeded = await releaser.IsNeededAsync(options.Version, options.Tag, release, cancellationToken);
            await SayAsync(session, options, isNeeded);
            return;
        }

        var released = await releaser.ReleaseAsync(
            RemoteOptions.Run(session, "promote"), options.Version, options.Tag, cancellationToken, release);
        if (options.Notes is { } notes)
            AtomicFile.Write(notes, ReleaseNotes.WithProof(await File.ReadAllTextAsync(notes, cancellationToken), released));
        await session.Output.WriteLineAsync(options.Json ? JsonSerializer.Serialize(released, JsonPrinting.Options)
            : proposal?.Url is { } url ? $"{released.Version} is proposed for {released.Environment}: {url}"
            : Sentence(released));
    }

    // One line, because a workflow's outputs are lines.
    private static Task SayAsync(Session session, Options options, bool isNeeded) =>
        session.Output.WriteLineAsync(options.Json
            ? JsonSerializer.Serialize(new { options.Version, Needed = isNeeded }, JsonSerializerOptions.Web)
            : isNeeded ? $"{options.Version} can be released." : $"{options.Version} is released already; nothing to do.");

    // Who runs it has not heard of it yet: Argo CD follows main.
    private static string Sentence(ReleaseResult release) =>
        release.Commit is null ? $"{release.Version} is a pre-release of {release.Revision[..7]}; {release.Environment} stays as it is."
        : release.Changed ? $"{release.Version} is recorded for {release.Environment} by {release.Commit[..7]}; Argo CD brings it there."
        : $"{release.Version} is recorded for {release.Environment} already; nothing to do.";
}
