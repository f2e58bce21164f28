using BigBen.ArgoCd.Sync;
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
        var labels = source.Recorded.Objects.SelectMany(manifest => PodSpecs.NodeLabelsOf(manifest.Body)).Distinct()
            .Select(label => ShellWord.Quote($"{label.Key}={label.Value}")).ToList();
        // Policies want a network that has them, which minikube's usual one has not.
        var network = source.Recorded.Objects.Any(manifest => manifest.Key.Kind == "NetworkPolicy") ? " --cni calico" : "";
        string[] lines =
        [
            $"minikube status >/dev/null 2>&1 || minikube start{network}",
            .. images.SelectMany(image => Load(ImageName.ByDigest(image.Key), image.Value)),
            .. labels.Select(label => $"{Kubectl} label nodes --all --overwrite {label}"),
            // In Argo CD's order: what a wave needs is there before it.
            .. source.Objects.GroupBy(manifest => Hooks.WaveOf(manifest.Annotations)).OrderBy(wave => wave.Key)
                .SelectMany(wave => Apply([.. wave], images)),
        ];
        const string next = "bash minikube.sh";
        // Its Ingress needs a controller there, and the whole platform a cluster: neither is this service's.
        var whole = $"The whole platform there, with Argo CD: ./bootstrap/{CommandLine.Program} up --platform cluster --context minikube "
            + $"--source URL --registry {source.Registry} --install-argocd";
        var header = ExportResult.Header(source, "minikube", source.SecretsOfPods, next);
        var script = $"#!/usr/bin/env bash\n{header}# {whole}\nset -euo pipefail\n\n{string.Join('\n', lines)}\n";
        return new([new("minikube.sh", script)], source.SecretsOfPods, next);
    }

    private static IEnumerable<string> Apply(IReadOnlyList<Manifest> wave, Dictionary<string, string> images)
    {
        var text = string.Concat(wave.Select(manifest => $"---\n{YamlWriter.Write(WithLoaded(manifest, images))}"));
        return
        [
            // Each run is a new one, as a hook's is: nothing happens to a Job that is there and has ended.
            .. HookJobs.Of(wave).Select(job =>
                $"{Kubectl} delete --namespace {job.Key.Namespace} --ignore-not-found job/{job.Key.Name}"),
            $"{Kubectl} apply --server-side --filename - <<'END_OF_MANIFEST'",
            text.TrimEnd('\n'),
            "END_OF_MANIFEST",
            .. wave.Where(IsRolledOut).Select(manifest => $"{Kubectl} rollout status --namespace {manifest.Key.Namespace} "
                + $"{manifest.Key.Kind.ToLowerInvariant()}/{manifest.Key.Name} --timeout {Patience(manifest)}"),
            .. wave.Where(manifest => manifest.Key.Kind == "Job").Select(job => HookJobs.Wait(job, Kubectl)),
        ];
    }

    // A loaded image is in no registry: asked for it Always, the kubelet would not find it.
    private static JsonObject WithLoaded(Manifest manifest, Dictionary<string, string> images)
    {
        var body = (JsonObject)manifest.Body.DeepClone();
        foreach (var container in PodSpecs.ContainersOf(body))
        {
            if (!images.TryGetValue($"{container["image"]}", out var loaded))
                continue;
            container["image"] = loaded;
            if (container.ContainsKey("imagePullPolicy"))
                container["imagePullPolicy"] = "IfNotPresent";
        }

        return body;
    }

    // A database's image has to be pulled.
    private static string Patience(Manifest manifest) => manifest.Key.Kind == "Deployment" ? "3m" : "10m";

    private static bool IsRolledOut(Manifest manifest) => manifest.Key.Kind is "Deployment" or "StatefulSet";

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
