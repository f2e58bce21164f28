using BigBen.ArgoCd;
using BigBen.ArgoCd.Sources;
using BigBen.Console;
using BigBen.Ingress;

namespace BigBen.Platforms.Local;

/// <summary>What the local platform's process measures of itself, for its console.</summary>
/// <param name="router">What the router saw.</param>
/// <param name="controller">How often main was reconciled.</param>
/// <param name="renderer">How often Helm was called.</param>
internal sealed class LocalMetrics(RouterMetrics router, ApplicationController controller, Renderer renderer) : IPlatformMetrics
{
    /// <inheritdoc/>
    public IReadOnlyList<double> Bounds => RouterMetrics.Bounds;

    /// <inheritdoc/>
    public (long Count, double Seconds) Reconciles => (controller.Totals.Count, controller.Totals.Seconds);

    /// <inheritdoc/>
    public long Renders => renderer.Renders;

    /// <inheritdoc/>
    public IReadOnlyList<TrafficSpan> Traffic() =>
        [.. router.Snapshot()
            .Select(span => new TrafficSpan(span.Namespace, span.Service, span.Start, span.Count, span.Errors, span.Durations))];
}
