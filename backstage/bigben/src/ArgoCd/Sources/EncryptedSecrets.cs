using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Secrets;
using BigBen.Secrets.Age;

namespace BigBen.ArgoCd.Sources;

/// <summary>
/// The Secrets that SOPS keeps encrypted in git beside the values of a service. They are decrypted in memory for each comparison: only the
/// encrypted file is on disk.
/// </summary>
/// <param name="repository">Where they are.</param>
/// <param name="cache">Where the encrypted files are kept.</param>
/// <param name="keys">What decrypts them.</param>
internal sealed class EncryptedSecrets(ISourceRepository repository, RenderCache cache, KeyFile keys)
{
    /// <summary>On the template of pods: changes with the encrypted file, and says nothing of what is in it.</summary>
    public const string Checksum = "checksum/secrets";

    // Their pods are replaced when the template changes. A Job's template never may.
    private static readonly IReadOnlyList<string> Restarted = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>An Application's objects with the Secrets beside its values files.</summary>
    /// <param name="manifests">What its chart renders.</param>
    /// <param name="valueFiles">Its values files in git.</param>
    /// <param name="commit">The commit that all is read at.</param>
    /// <param name="ns">The Application's namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">A file cannot be decrypted; the message has no value in it.</exception>
    public async Task<IReadOnlyList<Manifest>> AddAsync(
        IReadOnlyList<Manifest> manifests, IEnumerable<string> valueFiles, string commit, string ns, CancellationToken cancellationToken)
    {
        var all = manifests;
        foreach (var folder in valueFiles.Select(file => Path.GetDirectoryName(file) ?? "").Distinct())
        {
            var path = Path.Combine(folder, ServiceSecrets.FileName);
            if (await repository.ObjectIdAsync(commit, path, cancellationToken) is not { } id)
                continue;
            var file = Path.Combine(cache.Use("values", id), path);
            if (!File.Exists(file))
                await repository.ExportFileAsync(commit, path, file, cancellationToken);
            var yaml = await File.ReadAllTextAsync(file, cancellationToken);
            var secret = Manifest.Of(ServiceSecrets.Decrypt(yaml, $"{path} at {commit[..7]}", Keys(path)), path, ns);
            if (all.Any(manifest => manifest.Key == secret.Key))
                throw new PlatformException($"{path}: {secret.Key} is rendered by the chart, too. Remove or rename one of them.");
            all = [.. all.Select(manifest => Marked(manifest, secret.Key.Name, id, ns)), secret];
        }

        return all;
    }

    private IReadOnlyList<AgeIdentity> Keys(string path)
    {
        try
        {
            return keys.Read();
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{path} cannot be decrypted: {e.Message}", e);
        }
    }

    private static Manifest Marked(Manifest manifest, string secret, string id, string ns)
    {
        if (!Restarted.Contains(manifest.Key.Kind)
            || manifest.Body["spec"]?["template"] is not JsonObject template || !Mentions(template["spec"], secret))
            return manifest;
        var body = (JsonObject)manifest.Body.DeepClone();
        var pod = body["spec"]!["template"]!.AsObject();
        if (pod["metadata"] is not JsonObject metadata)
            pod["metadata"] = metadata = [];
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[Checksum] = id;
        return manifest.With(body, ns);
    }

    // Variables, volumes and pull secrets call it by different fields.
    private static bool Mentions(JsonNode? node, string secret) => node switch
    {
        JsonObject mapping => mapping.Any(pair =>
            pair.Key is "name" or "secretName" && pair.Value is JsonValue value && value.ToString() == secret
            || Mentions(pair.Value, secret)),
        JsonArray list => list.Any(item => Mentions(item, secret)),
        _ => false,
    };
}
