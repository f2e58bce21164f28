using System.Security.Cryptography;
using System.Text;
using BigBen.Platforms.Steps;

namespace BigBen.Platforms.Clusters;

/// <summary>A Helm release in the cluster.</summary>
internal static class ChartStep
{
    /// <summary>A chart of somebody else, pinned in <see cref="ClusterSettings.Charts"/>, in a namespace named like the release.</summary>
    public static PlatformStep Create(
        ClusterSettings settings, string name, string release, IReadOnlyList<string> values, IReadOnlyList<string>? set = null)
    {
        var chart = settings.Charts[release];
        string[] place = [chart.Name, "--repo", chart.Repository, "--version", chart.Version];
        return Create(settings, name, release, release, place, values, set ?? []) with
        {
            Verify = new StepProof(
                cancellationToken => ClusterLook.NotReadyAsync(settings, release, cancellationToken), settings.Patience.Ready),
        };
    }

    /// <summary>A chart of this repository, which makes no pods by itself.</summary>
    public static PlatformStep Own(
        ClusterSettings settings, string name, string release, string @namespace, string chart, IReadOnlyList<string> set) =>
        Create(settings, name, release, @namespace, [settings.InClone(chart)], [], set);

    private static PlatformStep Create(
        ClusterSettings settings,
        string name,
        string release,
        string @namespace,
        string[] chart,
        IReadOnlyList<string> values,
        IReadOnlyList<string> set)
    {
        string[] files = [.. values.Select(settings.InClone)];
        // Helm keeps the description with the release: by it a second run sees whether the very same was installed.
        var description = $"big-ben {Fingerprint(settings, chart, files, set)}";
        var install = new Command(
            "helm",
            [
                "upgrade", "--install", release, .. chart, "--namespace", @namespace, "--create-namespace",
                "--kubeconfig", settings.Kubeconfig, .. files.SelectMany(file => new[] { "--values", file }),
                .. set.SelectMany(value => new[] { "--set-string", value }), "--description", description,
            ])
        {
            Environment = settings.HelmVariables,
        };
        return new PlatformStep(name)
        {
            Commands = [install],
            Patience = settings.Patience.Make,
            Check = cancellationToken =>
                CheckAsync(settings, release, @namespace, description, install, chart.Length > 1, cancellationToken),
        };
    }

    private static async Task<StepCheck> CheckAsync(
        ClusterSettings settings,
        string release,
        string @namespace,
        string description,
        Command install,
        bool hasPods,
        CancellationToken cancellationToken)
    {
        var status = await StepCommand.RunAsync(
            Helm(settings, "status", release, @namespace, "--output", "json"), settings.Patience.Look, cancellationToken);
        if (!status.Succeeded)
            return StepCheck.Missing();
        var info = JsonNode.Parse(status.Output)!["info"]!;
        return ($"{info["status"]}", $"{info["description"]}") switch
        {
            ("deployed", var said) when said == description =>
                hasPods && await ClusterLook.NotReadyAsync(settings, @namespace, cancellationToken) is { } missing
                    ? StepCheck.Partial(missing, [])
                    : StepCheck.Done($"release {release} is installed"),
            // A killed Helm leaves these, and refuses to go on from them.
            ("pending-install", _) => Left("half-installed", "uninstall"),
            ("pending-upgrade" or "pending-rollback", _) => Left("half-upgraded", "rollback"),
            ("uninstalling", _) => Left("half-removed", "uninstall"),
            var (state, _) => StepCheck.Partial(state == "deployed" ? "its chart or its values changed" : $"it is {state}", [install]),
        };

        StepCheck Left(string how, string verb) =>
            StepCheck.Partial($"a run that was stopped left it {how}", [Helm(settings, verb, release, @namespace), install]);
    }

    /// <summary>A <c>helm</c> that asks or undoes something of a release.</summary>
    public static Command Helm(ClusterSettings settings, string verb, string release, string @namespace, params string[] more) =>
        new("helm", [verb, release, "--namespace", @namespace, "--kubeconfig", settings.Kubeconfig, .. more])
        {
            Environment = settings.HelmVariables,
        };

    private static string Fingerprint(ClusterSettings settings, string[] chart, string[] files, IReadOnlyList<string> set)
    {
        string[] folder = Directory.Exists(chart[0])
            ? [.. Directory.GetFiles(chart[0], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        var text = new StringBuilder();
        foreach (var file in folder.Concat(files))
            text.Append(Path.GetRelativePath(settings.Root, file)).Append('\n').Append(File.ReadAllText(file)).Append('\n');
        if (!Directory.Exists(chart[0]))
            text.AppendJoin('\n', chart);
        text.AppendJoin('\n', set);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }
}
