using BigBen.ArgoCd.Gate;
using BigBen.Git;
using BigBen.Manifests;
using BigBen.Pipeline.Building;
using BigBen.Secrets;
using BigBen.Verbs.Export.Translating;
using BigBen.Verbs.Rendering;

namespace BigBen.Verbs.Export;

/// <summary>A service that leaves: what an environment runs of it, from the same chart, values and record as here.</summary>
/// <param name="Recorded">The service as the environment runs it.</param>
/// <param name="Git">The repository that its chart and values are in.</param>
/// <param name="Registry">Where its image is.</param>
/// <param name="EncryptedSecret">The Secret that git keeps encrypted beside its values; null where there is none.</param>
/// <param name="Program">The program of its image and that one's first arguments; empty where they are not known.</param>
internal sealed record ExportSource(
    RecordedApplication Recorded, GitCli Git, string Registry, string? EncryptedSecret, IReadOnlyList<string> Program)
{
    /// <summary>The service.</summary>
    public string Service => Recorded.Service;

    /// <summary>The environment, which is its namespace.</summary>
    public string Environment => Recorded.Application.Destination.Namespace;

    /// <summary>Its objects, the namespace first.</summary>
    public IReadOnlyList<Manifest> Objects => [Recorded.Namespace, .. Recorded.Objects];

    /// <summary>The Secret that goes nowhere by itself, in a line; none where there is none.</summary>
    public IReadOnlyList<string> Secrets => EncryptedSecret is null ? [] :
        [$"Secret {EncryptedSecret}: is encrypted in git, and no export decrypts it; make it there by hand"];

    /// <summary>
    /// The Secrets without which its pods do not start in a namespace, and which none of its objects brings, in a line each: where
    /// variables are asked for, people are asked for those.
    /// </summary>
    public IReadOnlyList<string> SecretsOfPods =>
    [
        .. Secrets,
        .. from needed in Objects.SelectMany(SecretNeed.Of)
           where needed.Secret != EncryptedSecret && !Objects.Any(other => Brings(other, needed.Secret))
           group needed.Key by needed.Secret into keys
           orderby keys.Key
           select $"Secret {keys.Key}: make it in the namespace {Environment} first{With(keys.OfType<string>().Distinct())}",
    ];

    /// <summary>
    /// What is missing where a namespace gets all objects at once: the Secrets that its pods need, and the turns of its Jobs.
    /// </summary>
    public IReadOnlyList<string> LeftAtOnce => [.. SecretsOfPods, .. JobsInTurn.Select(job => HookJobs.Left(job.Key.Name))];

    /// <summary>The Jobs that have to wait for what is before them: those of hooks, and a restore of the database.</summary>
    public IReadOnlyList<Manifest> JobsInTurn => [.. HookJobs.InTurn(Recorded.Objects)];

    /// <summary>The Jobs that Argo CD runs in their turn.</summary>
    public IReadOnlyList<Manifest> Jobs => [.. HookJobs.Of(Recorded.Objects)];

    /// <summary>A command that applies all objects at once, and then waits for the hooks' Jobs.</summary>
    /// <param name="apply">What applies them.</param>
    public string ThenWait(string apply) =>
        string.Join(" && ", Jobs.Select(job => HookJobs.Wait(job)).Prepend(apply));

    /// <summary>Looks up what is exported.</summary>
    /// <param name="recorded">The service as the environment runs it.</param>
    /// <param name="git">The repository.</param>
    /// <param name="registry">Where its image is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ExportSource> OfAsync(
        RecordedApplication recorded, GitCli git, string registry, CancellationToken cancellationToken)
    {
        var file = ServiceSecrets.PathOf(recorded.Service, recorded.Application.Destination.Namespace);
        var isThere = await git.ObjectHashAsync(recorded.Commit, file, cancellationToken) is not null;
        var dockerfile = await git.ReadFileAsync(recorded.Commit, ServiceSource.DockerfileOf(recorded.Service), cancellationToken);
        return new(
            recorded, git, registry, isThere ? ServiceSecrets.NameOf(recorded.Service) : null, ImageProgram.Of(dockerfile ?? ""));
    }

    private static bool Brings(Manifest manifest, string secret) =>
        (manifest.Key.IsSecret && manifest.Key.Name == secret) || SecretMaker.Makes(manifest, secret);

    private static string With(IEnumerable<string> keys) =>
        string.Join(", ", keys.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? $", with {list}" : "";
}
