using BigBen.Hostile.Platforms;
using BigBen.Kubernetes;
using BigBen.Manifests.Helm;

namespace BigBen.Hostile.Values;

/// <summary>Values files through the chart, the checks of a push, the local API, and a real one where there is one: all agree.</summary>
/// <param name="platform">The platform.</param>
/// <param name="kubeconfig">A real cluster; null for none.</param>
/// <param name="only">The one case to repeat; null for all.</param>
internal sealed class ValuesPart(Platform platform, string? kubeconfig, int? only) : IPart
{
    public const string PartName = "values";

    public string Name => PartName;

    public async Task<Outcome> RunAsync()
    {
        var outcome = new Outcome();
        using var local = KubernetesApi.Open(platform.State.Kubeconfig);
        using var real = kubeconfig is null ? null : KubernetesApi.Open(kubeconfig);
        var servers = new List<ServerVerdict> { new("the local API", local) };
        if (real is not null)
            servers.Add(new ServerVerdict("the cluster", real));
        var helm = await new HelmInstaller(platform.State.Tools).FindOrInstallAsync();
        var push = await PushVerdict.OpenAsync(new HelmCli(helm), Repository.Root);
        foreach (var (number, values) in ValuesCase.All.Index().Where(values => only is null || only == values.Index))
        {
            var (refusal, objects) = await push.JudgeAsync(values);
            outcome.Count(refusal is null ? "accepted" : objects is null ? "refused by the chart" : "refused by the rules");
            if (Fault(values, refusal) is { } fault)
                outcome.Add(new Failure(number, $"{values}", fault));
            if (objects is null)
                continue;
            foreach (var server in servers)
            {
                var said = await server.JudgeAsync(objects);
                if (said is null != refusal is null)
                    outcome.Add(new Failure(number, $"{values}", $"{server.Name} says '{said ?? "yes"}', a push '{refusal ?? "yes"}'"));
            }
        }

        return outcome;
    }

    /// <summary>What is wrong with a verdict; null where it is as it should be.</summary>
    public static string? Fault(ValuesCase values, string? refusal) => (values.Refusal, refusal) switch
    {
        (null, null) => null,
        (null, _) => $"refused: {refusal}",
        (_, null) => $"accepted, and should be refused with '{values.Refusal}'",
        var (expected, given) => given.Contains(expected, StringComparison.Ordinal) ? null : $"refused with '{given}', not '{expected}'",
    };
}
