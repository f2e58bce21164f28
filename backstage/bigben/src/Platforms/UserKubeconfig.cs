using BigBen.ApiServer.Access;

namespace BigBen.Platforms;

/// <summary>
/// The kubeconfig of the person, to which a platform's context is added and from which it is taken again; all else in it stays.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class UserKubeconfig(string path)
{
    private static readonly string[] Sections = ["clusters", "users", "contexts"];

    // A link is followed, as kubectl does: it is the file that changes.
    private readonly string _path = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;

    /// <summary>The file.</summary>
    public string Path => _path;

    /// <summary>The file that <c>kubectl config</c> writes: the first of <c>$KUBECONFIG</c>, else <c>~/.kube/config</c>.</summary>
    public static UserKubeconfig Find()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return new UserKubeconfig(named ?? System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config"));
    }

    /// <summary>The name of a platform's cluster, and of its administrator's user and context: always the same for one folder.</summary>
    public static string ContextOf(StateFolder state) =>
        System.IO.Path.GetFileName(state.Path) == ".big-ben" ? "big-ben" : state.UniqueName;

    /// <summary>The name of the context and the user of one of a platform's users.</summary>
    public static string ContextOf(StateFolder state, string user) =>
        user == User.AdminName ? ContextOf(state) : $"{ContextOf(state)}-{user}";

    /// <summary>
    /// Adds the context of one of a platform's users, or brings it up to date. It becomes the current one only where there was none.
    /// </summary>
    /// <exception cref="PlatformException">There is no such platform, or the file is none that kubectl would read.</exception>
    public void Merge(StateFolder state, string user = User.AdminName)
    {
        var file = Kubeconfig.PathOf(state.Kubeconfig, user);
        var ours = Read(file)
            ?? throw new PlatformException($"There is no '{file}': the local platform is not up. Run ./bootstrap/big-ben.sh first.");
        var config = Read(_path) ?? new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Config" };
        var (cluster, name) = (ContextOf(state), ContextOf(state, user));
        Put(config, "clusters", cluster)["cluster"] = Only(ours, "clusters")["cluster"]!.DeepClone();
        Put(config, "users", name)["user"] = Only(ours, "users")["user"]!.DeepClone();
        var context = Put(config, "contexts", name);
        if (context["context"] is not JsonObject settings)
            context["context"] = settings = [];
        settings["cluster"] = cluster;
        settings["user"] = name;
        if (config["current-context"]?.GetValue<string>() is null or "")
            config["current-context"] = name;
        Write(config);
    }

    /// <summary>Whether the context of one of a platform's users has been added.</summary>
    /// <exception cref="PlatformException">The file is none that kubectl would read.</exception>
    public bool Has(StateFolder state, string user) =>
        Read(_path) is { } config && IsOurs(config, state) && Find(config, "users", ContextOf(state, user)) is not null;

    /// <summary>Takes the context of one of a platform's users away; everything of the platform where it is the administrator's.</summary>
    /// <returns>Whether there was one; one of the same name that another platform has is left alone.</returns>
    /// <exception cref="PlatformException">The file is none that kubectl would read.</exception>
    public bool Unmerge(StateFolder state, string user = User.AdminName)
    {
        if (Read(_path) is not { } config || !IsOurs(config, state))
            return false;
        var all = user == User.AdminName;
        List<string> names = all ? [.. NamesOf(config, state)] : [ContextOf(state, user)];
        foreach (var (section, name) in Sections.SelectMany(section => names.Select(name => (section, name))))
        {
            if (Find(config, section, name) is { } entry)
                config[section]!.AsArray().Remove(entry);
        }

        if (names.Contains($"{config["current-context"]}"))
            config["current-context"] = "";
        Write(config);
        return true;
    }

    // The users' contexts that this platform's cluster is in, and those alone.
    private static IEnumerable<string> NamesOf(JsonObject config, StateFolder state) => (config["contexts"] as JsonArray ?? [])
        .OfType<JsonObject>()
        .Where(context => $"{context["context"]?["cluster"]}" == ContextOf(state))
        .Where(context => $"{context["context"]?["user"]}" == $"{context["name"]}")
        .Select(context => $"{context["name"]}")
        .Where(name => name.StartsWith($"{ContextOf(state)}-", StringComparison.Ordinal))
        .Append(ContextOf(state));

    private static bool IsOurs(JsonObject config, StateFolder state) =>
        Read(state.Kubeconfig) is { } ours && IsSame(Find(config, "clusters", ContextOf(state)), Only(ours, "clusters"));

    private static bool IsSame(JsonObject? cluster, JsonObject ours) =>
        cluster is not null && JsonNode.DeepEquals(Authority(cluster), Authority(ours));

    private static JsonNode? Authority(JsonObject cluster) => cluster["cluster"]?["certificate-authority-data"];

    private static JsonObject? Read(string file)
    {
        if (!File.Exists(file))
            return null;
        var documents = YamlReader.Documents(TextOf(file), file).Select(document => document.Body).ToList();
        return documents switch
        {
            [] => null,
            [JsonObject config] when Sections.All(section => config[section] is null or JsonArray) => config,
            _ => throw new PlatformException($"'{file}' is not a kubeconfig. Fix it, or name another one by KUBECONFIG."),
        };
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                $"'{file}' cannot be read: {e.Message.TrimEnd('.')}. Fix its rights, or name another one by KUBECONFIG.", e);
        }
    }

    private static JsonObject Only(JsonObject config, string section) => config[section]!.AsArray()[0]!.AsObject();

    private static JsonObject? Find(JsonObject config, string section, string name) =>
        (config[section] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(entry => entry["name"]?.ToString() == name);

    private static JsonObject Put(JsonObject config, string section, string name)
    {
        if (Find(config, section, name) is { } entry)
            return entry;
        if (config[section] is not JsonArray list)
            config[section] = list = [];
        entry = new JsonObject { ["name"] = name };
        list.Add(entry);
        return entry;
    }

    private void Write(JsonObject config)
    {
        var mode = File.Exists(_path) && !OperatingSystem.IsWindows()
            ? File.GetUnixFileMode(_path)
            : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        AtomicFile.Write(_path, YamlWriter.Write(config), mode);
    }
}
