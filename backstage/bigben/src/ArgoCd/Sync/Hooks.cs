using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Sync;

/// <summary>When in a sync an object is applied.</summary>
internal enum SyncPhase
{
    PreSync,
    Sync,
    PostSync,
    SyncFail,
}

/// <summary>When a hook is taken away.</summary>
[Flags]
internal enum HookDeletePolicy
{
    None = 0,
    BeforeHookCreation = 1,
    HookSucceeded = 2,
    HookFailed = 4,
}

/// <summary>
/// What the annotations of an object say about its place in a sync: Argo CD's own, or Helm's, which Argo CD understands too.
/// </summary>
internal static class Hooks
{
    /// <summary>The finalizer that keeps a hook until its sync has seen how it ended, whoever deletes it before.</summary>
    public const string HeldBy = "argocd.argoproj.io/hook-finalizer";

    private const string Hook = "argocd.argoproj.io/hook";
    private const string HelmHook = "helm.sh/hook";

    private static readonly Dictionary<string, SyncPhase> HelmPhases = new()
    {
        ["pre-install"] = SyncPhase.PreSync,
        ["pre-upgrade"] = SyncPhase.PreSync,
        ["post-install"] = SyncPhase.PostSync,
        ["post-upgrade"] = SyncPhase.PostSync,
    };

    private static readonly Dictionary<string, string> DeletionHooks = new()
    {
        ["PreDelete"] = "PreDelete",
        ["PostDelete"] = "PostDelete",
        ["pre-delete"] = "PreDelete",
        ["post-delete"] = "PostDelete",
    };

    public static bool IsHook(IReadOnlyDictionary<string, string> annotations) =>
        annotations.TryGetValue(Hook, out var hook)
            ? hook != "Skip"
            : annotations.TryGetValue(HelmHook, out var helm) && helm != "crd-install";

    public static bool IsHook(JsonElement live) => IsHook(AnnotationsOf(live));

    /// <summary>Whether a sync keeps the object until it has seen its end.</summary>
    public static bool IsHeld(JsonElement live) =>
        live.ItemsAt("metadata", "finalizers").Any(finalizer => finalizer.ValueEquals(HeldBy));

    /// <summary>Whether the object is never applied.</summary>
    public static bool IsSkipped(IReadOnlyDictionary<string, string> annotations) =>
        Words(annotations.GetValueOrDefault(Hook)).Contains("Skip");

    /// <summary>The phases that a hook runs in.</summary>
    public static IEnumerable<SyncPhase> PhasesOf(IReadOnlyDictionary<string, string> annotations) =>
        annotations.TryGetValue(Hook, out var hook)
            ? Words(hook).Where(word => Enum.TryParse<SyncPhase>(word, out _)).Select(Enum.Parse<SyncPhase>).Distinct()
            : Words(annotations.GetValueOrDefault(HelmHook)).Where(HelmPhases.ContainsKey).Select(word => HelmPhases[word]).Distinct();

    /// <summary>The phase of a hook that runs when its Application is deleted; null for all others.</summary>
    public static string? OfDeletion(IReadOnlyDictionary<string, string> annotations) =>
        Words(annotations.GetValueOrDefault(Hook) ?? annotations.GetValueOrDefault(HelmHook))
            .Select(word => DeletionHooks.GetValueOrDefault(word)).FirstOrDefault(phase => phase is not null);

    /// <summary>The wave of an object: a phase goes through its waves from the lowest to the highest.</summary>
    public static int WaveOf(IReadOnlyDictionary<string, string> annotations) =>
        Number(annotations, "argocd.argoproj.io/sync-wave") ?? Number(annotations, "helm.sh/hook-weight") ?? 0;

    public static int WaveOf(JsonElement live) => WaveOf(AnnotationsOf(live));

    /// <summary>When a hook is taken away; by default before it is made anew.</summary>
    public static HookDeletePolicy PolicyOf(IReadOnlyDictionary<string, string> annotations)
    {
        var words = Words(
            annotations.GetValueOrDefault("argocd.argoproj.io/hook-delete-policy")
                ?? annotations.GetValueOrDefault("helm.sh/hook-delete-policy"));
        var policy = words.Aggregate(HookDeletePolicy.None, (all, word) => all | word switch
        {
            "HookSucceeded" or "hook-succeeded" => HookDeletePolicy.HookSucceeded,
            "HookFailed" or "hook-failed" => HookDeletePolicy.HookFailed,
            "BeforeHookCreation" or "before-hook-creation" => HookDeletePolicy.BeforeHookCreation,
            _ => HookDeletePolicy.None,
        });
        return policy == HookDeletePolicy.None ? HookDeletePolicy.BeforeHookCreation : policy;
    }

    /// <summary>Whether the annotation <c>argocd.argoproj.io/sync-options</c> has an option, such as <c>Prune=false</c>.</summary>
    public static bool HasOption(JsonElement live, string option) => HasOption(AnnotationsOf(live), option);

    public static bool HasOption(IReadOnlyDictionary<string, string> annotations, string option) =>
        Words(annotations.GetValueOrDefault("argocd.argoproj.io/sync-options")).Contains(option);

    /// <summary>Whether the object leaves its Application Synced when git no longer has it.</summary>
    public static bool IgnoresExtraneous(JsonElement live) =>
        Words(AnnotationsOf(live).GetValueOrDefault("argocd.argoproj.io/compare-options")).Contains("IgnoreExtraneous");

    /// <summary>Whether the object stays when its Application is deleted.</summary>
    public static bool OutlivesApplication(JsonElement live) =>
        HasOption(live, "Delete=false") || Words(AnnotationsOf(live).GetValueOrDefault("helm.sh/resource-policy")).Contains("keep");

    private static Dictionary<string, string> AnnotationsOf(JsonElement live) =>
        live.FieldsAt("metadata", "annotations").ToDictionary(field => field.Name, field => field.Value.ToString());

    private static string[] Words(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int? Number(IReadOnlyDictionary<string, string> annotations, string name) =>
        annotations.TryGetValue(name, out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
