using BigBen.Secrets.Age;

namespace BigBen.Secrets;

/// <summary>The user's own age keys, where sops looks for them, too.</summary>
/// <param name="Path">The file.</param>
/// <param name="Inline">Keys that the environment gives instead, or null.</param>
internal sealed record KeyFile(string Path, string? Inline = null)
{
    /// <summary>Whether there is a key, readable or not.</summary>
    public bool Exists => Inline is not null || File.Exists(Path);

    /// <summary>
    /// That of this user: <c>SOPS_AGE_KEY</c>, else <c>SOPS_AGE_KEY_FILE</c>, else <c>sops/age/keys.txt</c> in
    /// <c>XDG_CONFIG_HOME</c> or the system's folder for settings. An empty variable counts as not set, as a workflow's absent secret is.
    /// </summary>
    public static KeyFile OfUser() => Of(Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="OfUser"/>
    /// <param name="variable">What a variable is set to.</param>
    internal static KeyFile Of(Func<string, string?> variable)
    {
        var inline = Set("SOPS_AGE_KEY");
        var settings = Set("XDG_CONFIG_HOME")
            ?? (OperatingSystem.IsMacOS()
                ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library", "Application Support")
                : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify));
        return new KeyFile(Set("SOPS_AGE_KEY_FILE") ?? System.IO.Path.Combine(settings, "sops", "age", "keys.txt"), inline);

        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The keys; lines that start with # are comments.</summary>
    /// <exception cref="PlatformException">There is none, others may read the file, or a line is not a key.</exception>
    public IReadOnlyList<AgeIdentity> Read()
    {
        if (!Exists)
            throw new PlatformException($"there is no age key at '{Path}', and none in SOPS_AGE_KEY. {LostKey.Advice}");
        if (Inline is null)
            RequirePrivate();
        var text = Inline ?? File.ReadAllText(Path);
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        var keys = new List<AgeIdentity>();
        foreach (var (index, line) in lines.Index().Where(line => line.Item.Length > 0 && !line.Item.StartsWith('#')))
        {
            keys.Add(AgeIdentity.Read(line) ?? throw new PlatformException(
                $"{(Inline is null ? $"'{Path}'" : "SOPS_AGE_KEY")}, line {index + 1}, is not an age key (AGE-SECRET-KEY-1…). "
                + $"Fix or remove it. {LostKey.Advice}"));
        }

        return keys.Count > 0 ? keys : throw new PlatformException($"there is no age key in '{Path}'. {LostKey.Advice}");
    }

    /// <summary>Makes a key where there is none, for this user's eyes alone (mode 0600 in a folder of mode 0700).</summary>
    /// <returns>The key, or null where there is one already.</returns>
    /// <exception cref="PlatformException">The file cannot be written.</exception>
    public AgeIdentity? CreateWhereMissing(DateTimeOffset now)
    {
        if (Exists)
            return null;
        StateFolder.MakePrivate(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        var key = AgeIdentity.Create();
        var written = $"{Path}.{Guid.NewGuid():N}.new";
        AtomicFile.Write(
            written,
            $"# created: {now:yyyy-MM-dd'T'HH:mm:sszzz}\n# public key: {key.Recipient}\n{key.Secret}\n",
            UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            File.Move(written, Path, overwrite: false);
            return key;
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another command has made one meanwhile, to which something may be encrypted by now.
            return null;
        }
        finally
        {
            File.Delete(written);
        }
    }

    private void RequirePrivate()
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & others) != 0)
            throw new PlatformException($"'{Path}' can be read or written by others; keep it to yourself with chmod 600 '{Path}'.");
    }
}
