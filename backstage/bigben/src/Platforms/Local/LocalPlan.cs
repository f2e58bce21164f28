using BigBen.Manifests.Helm;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Local;

/// <summary>What bringing a local platform up would do, in order, without asking the machine anything: <c>--dry-run</c>.</summary>
internal static class LocalPlan
{
    /// <summary>Every step; the last lines say how it is all undone.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="port">The port to serve on.</param>
    /// <param name="domain">What every host ends in.</param>
    public static IReadOnlyList<string> Lines(StateFolder state, int port, string domain) =>
    [
        .. StepPlan.Lines(
        [
            new("check this machine") { Does = [$"Looks for git, room on the disk, and whether port {port} is free."] },
            new("find Helm")
            {
                Does =
                [
                    $"Takes Helm {HelmInstaller.Minimum} or newer from PATH, else fetches it with a pinned checksum into '{state.Tools}'.",
                ],
            },
            StepPlan.OpenForge(state),
            new("start the platform")
            {
                Does =
                [
                    "Starts one process, which outlives the terminal: a Kubernetes API, controllers, a kubelet, an ingress controller, "
                        + "Argo CD's work and the console.",
                    $"It serves every host that ends in .{domain} on port {port}, on this machine alone.",
                    $"Writes '{state.Kubeconfig}', which its owner alone can read.",
                ],
            },
            new("deliver main to the first environment")
            {
                Does = ["Tests and builds every service, records its digest in git, runs it, and asks each URL for its version."],
            },
            new("release to the others") { Does = ["The same digests under a version; runs them and asks each URL for its version."] },
        ]),
        .. StepPlan.Undoing(state, []),
    ];
}
