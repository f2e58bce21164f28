using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>What a Deployment asks for, with the API's defaults where it says nothing.</summary>
/// <param name="Value">The object.</param>
internal readonly record struct Deployment(JsonElement Value)
{
    private const int Never = int.MaxValue;

    public string Name => Value.NameOf();

    public string Namespace => Value.Text("namespace");

    public int Replicas => (int)(Value.NumberAt("spec", "replicas") ?? 1);

    public bool IsPaused => Value.FlagAt("spec", "paused");

    public bool IsRecreate => Value.TextAt("spec", "strategy", "type") == "Recreate";

    /// <summary>How long a rollout may come no further; null for ever.</summary>
    public TimeSpan? ProgressDeadline =>
        (Value.NumberAt("spec", "progressDeadlineSeconds") ?? 600) is var seconds and < Never ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How many old ReplicaSets are kept to go back to; null for all.</summary>
    public int? HistoryLimit => (Value.NumberAt("spec", "revisionHistoryLimit") ?? 10) is var limit and < Never ? (int)limit : null;

    public JsonElement Template => Value.At("spec", "template") ?? default;

    /// <summary>How many pods there may be beyond <see cref="Replicas"/>.</summary>
    public int MaxSurge => IsRecreate ? 0 : Surge;

    /// <summary>How many of <see cref="Replicas"/> need not be available.</summary>
    public int MaxUnavailable
    {
        get
        {
            if (IsRecreate || Replicas == 0)
                return 0;
            var share = NumberOrPercent.Of(RollingUpdate("maxUnavailable"), "25%", Replicas, roundUp: false);
            // Both can round to 0, which would never let a pod be replaced (deployment/util ResolveFenceposts).
            return Math.Min(share == 0 && Surge == 0 ? 1 : share, Replicas);
        }
    }

    private int Surge => NumberOrPercent.Of(RollingUpdate("maxSurge"), "25%", Replicas, roundUp: true);

    private JsonElement? RollingUpdate(string field) => Value.At("spec", "strategy", "rollingUpdate", field);
}
