using BigBen.Manifests;
using BigBen.Verbs.Export.Translating;
using BigBen.Verbs.Rendering;

namespace BigBen.Verbs.Export.Targets;

/// <summary>
/// <c>kustomize</c>: a base without image version, count and namespace, an overlay with those of the environment, and what both make
/// together as one manifest.
/// </summary>
internal static class KustomizeTarget
{
    /// <summary>Makes it.</summary>
    public static ExportResult Make(ExportSource source)
    {
        var overlay = $"overlays/{source.Environment}";
        var next = source.ThenWait($"kubectl apply --server-side --kustomize {overlay}");
        var images = VersionsOf(source.Recorded.AtOnce);
        var counts = new JsonArray();
        var files = source.Recorded.AtOnce.Select(manifest =>
        {
            var body = (JsonObject)manifest.Body.DeepClone();
            body["metadata"]!.AsObject().Remove("namespace");
            TakeImages(body, images);
            if (body["spec"]?["replicas"] is { } count)
            {
                counts.Add((JsonNode)new JsonObject { ["name"] = manifest.Key.Name, ["count"] = count.DeepClone() });
                body["spec"]!["replicas"] = 1;
            }

            return new ExportFile($"base/{manifest.Key.Kind.ToLowerInvariant()}-{manifest.Key.Name}.yaml", YamlWriter.Write(body));
        }).ToList();
        // What a Job runs cannot be changed, and its name is made of it.
        IReadOnlyList<string> left = [.. source.LeftAtOnce, .. source.Jobs.Select(job =>
            $"Job {job.Key.Name}: is this version's; export again for another, in place of changing the overlay")];
        var environment = Kustomization(["../../base", "namespace.yaml"]);
        environment["namespace"] = source.Environment;
        environment["images"] = new JsonArray([.. images.Select(image => (JsonNode)Image(image.Key, image.Value))]);
        if (counts.Count > 0)
            environment["replicas"] = counts;
        return new(
            [
                new($"{overlay}/kustomization.yaml",
                    ExportResult.Header(source, "kustomize", left, next) + YamlWriter.Write(environment)),
                new($"{overlay}/namespace.yaml", source.Recorded.Namespace.ToYaml()),
                new("base/kustomization.yaml", YamlWriter.Write(Kustomization(files.Select(file => Path.GetFileName(file.Path))))),
                .. files,
                new("install.yaml", RecordedApplication.Install([source.Recorded])),
            ],
            left, next);
    }

    private static JsonObject Kustomization(IEnumerable<string> resources) => new()
    {
        ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
        ["kind"] = "Kustomization",
        ["resources"] = new JsonArray([.. resources.Select(resource => (JsonNode)resource)]),
    };

    private static JsonObject Image(string name, (string Tag, string Digest) version)
    {
        var image = new JsonObject { ["name"] = name };
        if (version.Tag.Length > 0)
            image["newTag"] = version.Tag;
        if (version.Digest.Length > 0)
            image["digest"] = version.Digest;
        return image;
    }

    // kustomize knows an image by its name alone: one that occurs in several versions would become one of them, and stays in the base.
    private static Dictionary<string, (string Tag, string Digest)> VersionsOf(IEnumerable<Manifest> objects) =>
        objects.SelectMany(manifest => PodSpecs.ImagesOf(manifest.Body)).Where(image => image.Length > 0).Select(ImageName.Split).Distinct()
            .GroupBy(image => image.Name).Where(versions => versions.Count() == 1).Select(versions => versions.Single())
            .ToDictionary(image => image.Name, image => (image.Tag, image.Digest));

    private static void TakeImages(JsonNode? node, Dictionary<string, (string Tag, string Digest)> images)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                TakeImages(item, images);
            return;
        }

        if (node is not JsonObject mapping)
            return;
        foreach (var (field, value) in mapping.ToList())
        {
            if (field is "containers" or "initContainers" && value is JsonArray containers)
            {
                foreach (var container in containers.OfType<JsonObject>())
                {
                    var name = ImageName.Split($"{container["image"]}").Name;
                    if (images.ContainsKey(name))
                        container["image"] = name;
                }
            }
            else
            {
                TakeImages(value, images);
            }
        }
    }
}
