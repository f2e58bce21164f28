using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BigBen.Foundation.Processes;

namespace BigBen.Foundation;

/// <summary>Where a platform keeps everything it has on this machine; one folder, one platform.</summary>
/// <param name="path">The folder; need not exist yet.</param>
public sealed class StateFolder(string path)
{
    // A record without one of its members is as damaged as one that is no JSON.
    private static readonly JsonSerializerOptions Whole = new(JsonSerializerOptions.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The folder's full path.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>A name for its platform: always the same for one folder, and another for every other.</summary>
    public string UniqueName => $"big-ben-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..6]}";

    /// <summary>The empty file that says that the folder is one of Big Ben's, and may be deleted by it.</summary>
    public string Mark => In(".big-ben-state");

    /// <summary>The bare repository that <c>git push big-ben</c> goes to.</summary>
    public string Forge => In("forge.git");

    /// <summary>The image store.</summary>
    public string Images => In("images");

    /// <summary>Check-outs that services are tested and built in.</summary>
    public string Work => In("work");

    /// <summary>Rendered manifests and exported charts; safe to delete.</summary>
    public string Cache => In("cache");

    /// <summary>The work tree in which <c>new</c> and <c>remove</c> make their commit.</summary>
    public string Draft => In("draft");

    /// <summary>Held by what changes secrets of the clone, for each writes the whole file anew.</summary>
    public string SecretsLock => In("secrets.lock");

    /// <summary>A folder per service that the verb pipeline was run for: check-out, build output, the logs of its stages.</summary>
    public string Pipelines => In("pipelines");

    /// <summary>A folder per delivery, release, rollback: its events and the logs of its steps.</summary>
    public string Runs => In("runs");

    /// <summary>A folder per persistent volume: what the pods of the local platform keep.</summary>
    public string Volumes => In("volumes");

    /// <summary>The objects of the local platform's Kubernetes API, its certificate, its users and its audit log.</summary>
    public string Api => In("api");

    /// <summary>How <c>kubectl</c> and every other client reach the platform's Kubernetes API; readable by its owner only.</summary>
    public string Kubeconfig => In("kubeconfig");

    /// <summary>What is running: process records and logs of pods.</summary>
    public string Cluster => In("cluster");

    /// <summary>What developer has run healthy; a release asks it.</summary>
    public string HealthLedger => In("healthy.jsonl");

    /// <summary>Tools fetched because the machine had none.</summary>
    public string Tools => In("tools");

    /// <summary>How to reach the running platform; readable by its owner only, since it holds the API's token.</summary>
    public string PlatformRecord => In("platform.json");

    /// <summary>Held open by the running platform, so that there is never a second one.</summary>
    public string Lock => In("lock");

    /// <summary>Held by a running <c>up</c>, so that two of them never make the same thing at once.</summary>
    public string UpLock => In("up.lock");

    /// <summary>The id of the process that took the lock last.</summary>
    public string LockHolder => In("lock.pid");

    /// <summary>What the platform process itself says.</summary>
    public string PlatformLog => In("platform.log");

    /// <summary>Whether a folder that a record names is another one: then the record was copied, or moved with the folder.</summary>
    /// <param name="folder">Without links; null where the record names none.</param>
    internal bool IsOther([NotNullWhen(true)] string? folder) => folder is not null && folder != RealPath.Of(Path);

    /// <summary>Makes a folder in it that its owner alone looks into, unless it is there. Windows knows no such rights.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Reads one of its records, which are JSON; null where there is none.</summary>
    /// <param name="file">The record's file.</param>
    /// <param name="remedy">What to do about a damaged one.</param>
    /// <exception cref="PlatformException">It is damaged.</exception>
    internal static T? ReadRecord<T>(string file, string remedy) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), Whole) ?? throw new JsonException("null is no record");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new PlatformException($"'{file}' is damaged: {remedy}.", e);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
