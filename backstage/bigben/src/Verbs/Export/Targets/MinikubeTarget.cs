using BigBen.Foundation.Processes;
using BigBen.Manifests;
using BigBen.Verbs.Export.Translating;
using BigBen.Verbs.Rendering;

namespace BigBen.Verbs.Export.Targets;

/// <summary>
/// <c>minikube</c>: a script that starts it, loads the image by its digest and applies the objects. An image that is loaded has no digest
/// of a registry, so that the node knows it by a tag that is made of it.
/// </summary>
internal static class MinikubeTarget
{
    private const string Kubectl = "kubectl --context minikube";

    /// <summary>Makes it.</summary>
    public static ExportResult Make(ExportSource source)
    {
        var images = source.Recorded.Objects.SelectMany(manifest => PodSpecs.ImagesOf(manifest.Body))
            .Where(image => ImageName.Split(image).Digest.Length > 0).Distinct()
            .ToDictionary(image => image, Loaded);
        var install = images.Aggregate(
            RecordedApplication.Install([source.Recorded]),
            (text, image) => text.Replace(image.Key, image.Value, StringComparison.Ordinal));
        var labels = source.Recorded.Objects.SelectMany(manifest => PodSpecs.NodeLabelsOf(manifest.Body)).Distinct()
            .Select(label => ShellWord.Quote($"{label.Key}={label.Value}")).ToList();
        // Policies want a network that has them, which minikube's usual one has not.
        var network = source.Recorded.Objects.Any(manifest => manifest.Key.Kind == "NetworkPolicy") ? " --cni calico" : "";
        string[] lines =
        [
            $"minikube status >/dev/null 2>&1 || minikube start{network}",
            .. images.SelectMany(image => Load(ImageName.ByDigest(image.Key), image.Value)),
            .. labels.Select(label => $"{Kubectl} label nodes --all --overwrite {label}"),
            $"{Kubectl} apply --server-side --filename - <<'END_OF_MANIFEST'",
            install.TrimEnd('\n'),
            "END_OF_MANIFEST",
            .. source.Recorded.Objects.Where(IsWaitedFor).Select(manifest =>
                $"{Kubectl} rollout status --namespace {manifest.Key.Namespace} deployment/{manifest.Key.Name} --timeout 3m"),
        ];
        const string next = "bash minikube.sh";
        // Its Ingress needs a controller there, and the whole platform a cluster: neither is this service's.
        var whole = $"The whole platform there, with Argo CD: ./bootstrap/{CommandLine.Program} up --platform cluster --context minikube "
            + $"--source URL --registry {source.Registry} --install-argocd";
        var header = ExportResult.Header(source, "minikube", source.SecretsOfPods, next);
        var script = $"#!/usr/bin/env bash\n{header}# {whole}\nset -euo pipefail\n\n{string.Join('\n', lines)}\n";
        return new([new("minikube.sh", script)], source.SecretsOfPods, next);
    }

    private static bool IsWaitedFor(Manifest manifest) => manifest.Key.Kind == "Deployment";

    private static string Loaded(string image)
    {
        var (name, _, digest) = ImageName.Split(image);
        return $"{name}:{digest.Replace(':', '-')}";
    }

    private static IEnumerable<string> Load(string image, string loaded) =>
    [
        $"docker pull {ShellWord.Quote(image)}",
        $"docker tag {ShellWord.Quote(image)} {ShellWord.Quote(loaded)}",
        $"minikube image load {ShellWord.Quote(loaded)}",
    ];
}
