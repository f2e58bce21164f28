using System.Security.Cryptography;
using System.Text;
using BigBen.ApiServer.Resources;
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
/// <param name="keys">What decrypts them; null where somebody else does.</param>
internal sealed class EncryptedSecrets(ISourceRepository repository, RenderCache cache, KeyFile? keys)
{
    /// <summary>On the template of pods: changes with the encrypted values that they use, and says nothing of what is in them.</summary>
    public const string Checksum = "checksum/secrets";

    // Their pods are replaced when the template changes. A Job's template never may.
    private static readonly IReadOnlyList<string> Restarted = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>An Application's objects with the Secrets beside its values files, unless somebody else decrypts these.</summary>
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
        if (keys is null)
            return all;
        foreach (var (path, id, yaml) in await FilesAsync(valueFiles, commit, cancellationToken))
        {
            var secret = Manifest.Of(ServiceSecrets.Decrypt(yaml, $"{path} at {commit[..7]}", Keys(path)), path, ns);
            if (all.Any(manifest => manifest.Key == secret.Key))
                throw new PlatformException($"{path}: {secret.Key} is rendered by the chart, too. Remove or rename one of them.");
            var values = ServiceSecrets.Encrypted(yaml, path);
            all = [.. all.Select(manifest => Marked(manifest, secret.Key.Name, id, values, ns)), secret];
        }

        return all;
    }

    /// <summary>The keys of the Secrets beside values files, by the Secrets' names; nothing is decrypted.</summary>
    /// <exception cref="PlatformException">A file is not encrypted; the message has no value in it.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> KeysAsync(
        IEnumerable<string> valueFiles, string commit, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (path, _, yaml) in await FilesAsync(valueFiles, commit, cancellationToken))
        {
            var (name, names) = ServiceSecrets.NameAndKeys(yaml, path);
            secrets[name] = names;
        }

        return secrets;
    }

    private async Task<IReadOnlyList<(string Path, string Id, string Yaml)>> FilesAsync(
        IEnumerable<string> valueFiles, string commit, CancellationToken cancellationToken)
    {
        var files = new List<(string Path, string Id, string Yaml)>();
        foreach (var folder in valueFiles.Select(file => Path.GetDirectoryName(file) ?? "").Distinct())
        {
            var path = Path.Combine(folder, ServiceSecrets.FileName);
            if (await repository.ObjectIdAsync(commit, path, cancellationToken) is not { } id)
                continue;
            var file = Path.Combine(cache.Use("values", id), path);
            if (!File.Exists(file))
                await repository.ExportFileAsync(commit, path, file, cancellationToken);
            files.Add((path, id, await File.ReadAllTextAsync(file, cancellationToken)));
        }

        return files;
    }

    private IReadOnlyList<AgeIdentity> Keys(string path)
    {
        try
        {
            return keys!.Read();
        }
        catch (PlatformException e)
        {
            throw new PlatformException($"{path} cannot be decrypted: {e.Message}", e);
        }
    }

    private static Manifest Marked(Manifest manifest, string secret, string id, IReadOnlyDictionary<string, string> values, string ns)
    {
        if (!Restarted.Contains(manifest.Key.Kind) || manifest.Body["spec"]?["template"] is not JsonObject template)
            return manifest;
        var used = KeysUsed(template["spec"], secret).Distinct().Order(StringComparer.Ordinal).ToList();
        if (used.Count == 0)
            return manifest;
        var body = (JsonObject)manifest.Body.DeepClone();
        var pod = body["spec"]!["template"]!.AsObject();
        pod.MapOf("metadata").MapOf("annotations")[Checksum] = used.Contains(null)
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                string.Join('\n', used.Select(key => $"{key}={values.GetValueOrDefault(key!)}")))));
        return manifest.With(body, ns);
    }

    // Null for all of it. Variables, volumes and pull secrets call it by different fields.
    private static IEnumerable<string?> KeysUsed(JsonNode? node, string secret)
    {
        switch (node)
        {
            case JsonObject mapping:
                if (mapping.Any(pair => pair.Key is "name" or "secretName" && pair.Value is JsonValue value && $"{value}" == secret))
                    yield return mapping["key"]?.ToString();
                foreach (var key in mapping.SelectMany(pair => KeysUsed(pair.Value, secret)))
                    yield return key;
                break;
            case JsonArray list:
                foreach (var key in list.SelectMany(item => KeysUsed(item, secret)))
                    yield return key;
                break;
        }
    }
}
