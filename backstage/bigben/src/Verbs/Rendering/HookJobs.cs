using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

namespace BigBen.Verbs.Rendering;

/// <summary>
/// The Jobs that Argo CD runs in their turn, such as migrations: after the database, before the new pods. Where all objects are applied at
/// once they have no turn.
/// </summary>
internal static class HookJobs
{
    // Where a Job has no deadline of its own: long enough for its image to be pulled.
    private const int Patience = 600;

    // A Job's own, where it says nothing.
    private const int Tries = 6;

    /// <summary>Those among a release's objects.</summary>
    public static IEnumerable<Manifest> Of(IEnumerable<Manifest> objects) => objects.Where(IsOne);

    /// <summary>Those that have to wait for what is before them, be they hooks or not, as a restore of the database.</summary>
    public static IEnumerable<Manifest> InTurn(IEnumerable<Manifest> objects) =>
        objects.Where(manifest => IsOne(manifest) || (manifest.Key.Kind == "Job" && Hooks.WaveOf(manifest.Annotations) > 0));

    /// <summary>What is lost where all objects are applied at once.</summary>
    /// <param name="name">The Job's name, as people find it there.</param>
    public static string Left(string name) => $"Job {name}: starts at the same time as all the rest, not in its turn before the new pods";

    /// <summary>The command that ends when a Job has succeeded, and fails when it has not by the end of its time.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="kubectl">kubectl, with the options that every command there has.</param>
    public static string Wait(Manifest job, string kubectl = "kubectl")
    {
        var seconds = Number(job, "activeDeadlineSeconds") ?? Patience;
        return string.Create(CultureInfo.InvariantCulture,
            $"{kubectl} wait --namespace {job.Key.Namespace} --for condition=complete --timeout {seconds}s job/{job.Key.Name}");
    }

    /// <summary>How often a Job is tried again after a failure.</summary>
    public static int TriesOf(Manifest job) => Number(job, "backoffLimit") ?? Tries;

    /// <summary>The same Job, tried again at least so often; any other object as it is.</summary>
    public static Manifest Tried(Manifest manifest, int tries)
    {
        if (!IsOne(manifest) || TriesOf(manifest) >= tries)
            return manifest;
        var body = (JsonObject)manifest.Body.DeepClone();
        body["spec"]!["backoffLimit"] = tries;
        return manifest.With(body, manifest.Key.Namespace);
    }

    private static bool IsOne(Manifest manifest) => manifest.Key.Kind == "Job" && Hooks.IsHook(manifest.Annotations);

    private static int? Number(Manifest job, string field) =>
        int.TryParse($"{job.Body["spec"]?[field]}", CultureInfo.InvariantCulture, out var number) ? number : null;
}
