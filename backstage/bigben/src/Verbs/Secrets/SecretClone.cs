using System.Text.RegularExpressions;
using BigBen.Pipeline.Building;
using BigBen.Secrets;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;
using BigBen.Verbs.Drafts;

namespace BigBen.Verbs.Secrets;

/// <summary>The encrypted file of a service and an environment in a person's clone.</summary>
/// <param name="root">The clone.</param>
/// <param name="service">The service.</param>
/// <param name="environment">The environment.</param>
/// <param name="keys">The person's keys.</param>
/// <param name="clock">Tells when it was written.</param>
internal sealed partial class SecretClone(string root, string service, string environment, KeyFile keys, TimeProvider clock)
{
    /// <summary>The file, from the clone's root.</summary>
    public string Path { get; } = ServiceSecrets.PathOf(service, environment);

    private string File => System.IO.Path.Combine(root, Path);

    /// <summary>Opens that of a service and an environment which the clone has.</summary>
    /// <exception cref="PlatformException">It has no such service, or the service no values for the environment.</exception>
    public static SecretClone Open(string root, string service, string environment)
    {
        var app = System.IO.Path.Combine(root, "app");
        var services = Directory.Exists(app)
            ? new DirectoryInfo(app).EnumerateDirectories().Where(folder => Directory.Exists(Config(folder.Name)))
                .Select(folder => folder.Name).Order(StringComparer.Ordinal).ToList()
            : [];
        if (!services.Contains(service))
            throw new PlatformException($"There is no service '{service}' in this clone, only {string.Join(", ", services)}.");
        var environments = Environments(root, service);
        return environments.Contains(environment)
            ? new SecretClone(root, service, environment, KeyFile.OfUser(), TimeProvider.System)
            : throw new PlatformException(
                $"{service} has no environment '{environment}', only {string.Join(", ", environments)}.");

        string Config(string name) => System.IO.Path.Combine(app, name, "deploy-config");
    }

    /// <summary>Waits until no other command changes secrets of the clone; disposing the result lets the next one.</summary>
    public static async Task<IDisposable> TurnAsync(StateFolder state, CancellationToken cancellationToken) =>
        (await FileLock.TakeAsync(state.SecretsLock, TimeSpan.MaxValue, TimeProvider.System, cancellationToken))!;

    /// <summary>The environments that a service has values for.</summary>
    public static IReadOnlyList<string> Environments(string root, string service)
    {
        var config = new DirectoryInfo(System.IO.Path.Combine(root, "app", service, "deploy-config"));
        return config.Exists ? [.. config.EnumerateDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Refuses a name that Kubernetes would.</summary>
    /// <exception cref="PlatformException">It is none.</exception>
    public static void RequireKey(string key)
    {
        if (key.Length > 253 || key is "." or ".." || !KeyName().IsMatch(key))
            throw new PlatformException($"'{key}' is not a key of a Secret: at most 253 letters, digits, '-', '_' and '.'.");
    }

    /// <summary>The names of the keys; empty where there is no file.</summary>
    /// <exception cref="PlatformException">It is not encrypted.</exception>
    public IReadOnlyList<string> Keys() =>
        System.IO.File.Exists(File) ? ServiceSecrets.NameAndKeys(System.IO.File.ReadAllText(File), Path).Keys : [];

    /// <summary>Whether the environment's values name the Secret, so that something of it gets to the service.</summary>
    public bool IsNamedInValues()
    {
        var values = System.IO.Path.Combine(root, ServiceSource.ValuesFileOf(service, environment));
        return System.IO.File.Exists(values)
            && System.IO.File.ReadAllText(values).Contains(ServiceSecrets.NameOf(service), StringComparison.Ordinal);
    }

    /// <summary>Sets a value, and makes what is missing: the key, the rules and the file.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isBase64">Whether that stands for bytes that are not text.</param>
    /// <returns>The new key, or null where there was one or none was needed.</returns>
    /// <exception cref="PlatformException">The file cannot be decrypted, or not be written.</exception>
    public AgeIdentity? Set(string key, string value, bool isBase64 = false)
    {
        RequireKey(key);
        AgeIdentity? made = null;
        // A file that is there says itself to whom it is encrypted.
        if (!System.IO.File.Exists(File) && SopsRules.For(root, Path) is null)
        {
            made = keys.CreateWhereMissing(clock.GetLocalNow());
            SopsRules.Create(root, keys.Read()[0].Recipient);
        }

        Change(body => Put(body, key, value, isBase64));
        return made;
    }

    /// <summary>Takes a key out; with the last one the file goes.</summary>
    /// <exception cref="PlatformException">There is no such key, or the file cannot be decrypted.</exception>
    public void Remove(string key)
    {
        Require(key);
        if (Keys().Count == 1)
        {
            System.IO.File.Delete(File);
            return;
        }

        Change(body =>
        {
            (body["data"] as JsonObject)?.Remove(key);
            (body["stringData"] as JsonObject)?.Remove(key);
        });
    }

    /// <summary>Encrypts the file anew, with a new data key and to those whom <c>.sops.yaml</c> names now.</summary>
    /// <param name="key">A key that gets a new value, too; null for none.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isBase64">Whether that stands for bytes that are not text.</param>
    /// <exception cref="PlatformException">There is no file or no such key, or it cannot be decrypted.</exception>
    public void Rotate(string? key = null, string value = "", bool isBase64 = false)
    {
        if (!System.IO.File.Exists(File))
            throw new PlatformException($"There is no {Path}; make it with {CommandLine.Program} secret set.");
        if (key is not null)
            Require(key);
        Change(body => Put(body, key, value, isBase64), isRotation: true);
    }

    /// <summary>Refuses a key that is not there.</summary>
    /// <exception cref="PlatformException">It is not there.</exception>
    public void Require(string key)
    {
        var there = Keys();
        if (!there.Contains(key))
            throw new PlatformException(
                $"{Path} has no key '{key}'{(there.Count > 0 ? $", only {string.Join(", ", there)}" : "")}.");
    }

    /// <summary>Whether there is a file: the last key took it with it.</summary>
    public bool IsThere => System.IO.File.Exists(File);

    /// <summary>What to do with a changed file. Of one that is gone git may never have known, so its folder is named.</summary>
    public string Next()
    {
        var rules = System.IO.File.Exists(System.IO.Path.Combine(root, SopsRules.FileName)) ? $"{SopsRules.FileName} " : "";
        return $"Then: git add {rules}{(IsThere ? Path : System.IO.Path.GetDirectoryName(Path))} && git commit && {NextSteps.PushCommand}";
    }

    private static void Put(JsonObject body, string? key, string value, bool isBase64)
    {
        if (key is null)
            return;
        var (part, other) = isBase64 ? ("data", "stringData") : ("stringData", "data");
        (body[other] as JsonObject)?.Remove(key);
        if (body[part] is not JsonObject values)
            body[part] = values = [];
        values[key] = value;
    }

    private void Change(Action<JsonObject> change, bool isRotation = false)
    {
        var old = System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : null;
        var (recipients, encrypted, other) = SopsRules.For(root, Path)
            ?? (SopsFile.Recipients(old ?? "", Path), SopsFile.SecretValues, null);
        if (!Regex.IsMatch("data", encrypted) || !Regex.IsMatch("stringData", encrypted))
            throw new PlatformException(
                $"The encrypted_regex of {SopsRules.FileName} leaves values in clear text; make it {SopsFile.SecretValues}.");
        // A new data key would be encrypted to the age recipients alone.
        var isNewKey = old is null || isRotation || !SopsFile.Recipients(old, Path).ToHashSet().SetEquals(recipients);
        if (isNewKey && (other ?? (old is null ? null : SopsFile.OtherThanAge(old, Path))) is { } lost)
            throw new PlatformException($"{Path} is encrypted with {lost} too, which only sops can do; nothing was changed. "
                + $"Use 'sops edit', 'sops updatekeys' and 'sops rotate' for it, or take {lost} out of {SopsRules.FileName} and the file.");
        var now = clock.GetUtcNow();
        if (old is not null && !isRotation)
        {
            AtomicFile.Write(File, SopsFile.Change(old, Path, KeysFor(old), change, recipients, encrypted, now));
            return;
        }

        var body = old is null ? ServiceSecrets.Empty(service) : SopsFile.Decrypt(old, Path, KeysFor(old));
        change(body);
        AtomicFile.Write(File, SopsFile.Encrypt(body, recipients, encrypted, now));
    }

    private IReadOnlyList<AgeIdentity> KeysFor(string yaml)
    {
        try
        {
            return keys.Read();
        }
        catch (PlatformException e)
        {
            throw new PlatformException(
                $"{Path} is encrypted to {string.Join(", ", SopsFile.Recipients(yaml, Path))} and cannot be decrypted: {e.Message}", e);
        }
    }

    // Kubernetes' rule for the keys of Secrets and ConfigMaps.
    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex KeyName();
}
