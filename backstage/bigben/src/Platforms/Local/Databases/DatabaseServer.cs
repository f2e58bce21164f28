using System.Security.Cryptography;
using System.Text.RegularExpressions;
using BigBen.Foundation.Processes;

namespace BigBen.Platforms.Local.Databases;

/// <summary>A database server that this machine has.</summary>
/// <param name="Root">The folder above its <c>bin</c> and <c>sbin</c>.</param>
/// <param name="Version">Its version, such as <c>15.20</c>.</param>
/// <param name="Digest">The digest of its program: <c>sha256:…</c>.</param>
internal sealed partial record DatabaseServer(string Root, string Version, string Digest)
{
    /// <summary>The variable that tells programs where libraries are.</summary>
    public const string LibraryPath = "LD_LIBRARY_PATH";

    private static readonly string[] ProgramFolders = ["bin", "sbin"];

    /// <summary>The folders of its programs.</summary>
    public IEnumerable<string> Folders => ProgramFolders.Select(folder => Path.Combine(Root, folder));

    /// <summary>
    /// Finds a server: on PATH, then in the folders where systems install it. One of the version that the tag begins with is taken before
    /// others, then the newest.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tag">The image's tag, such as <c>15</c> or <c>15.4-alpine</c>.</param>
    /// <param name="roots">Folders to look in instead of the machine's; null for those.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="fetched">The folder of one that was fetched; null where none is to be.</param>
    /// <returns>The server; null where there is none.</returns>
    public static async Task<DatabaseServer?> FindAsync(
        DatabaseEngine engine,
        string tag,
        IReadOnlyList<string>? roots,
        CancellationToken cancellationToken,
        string? fetched = null)
    {
        var found = new List<DatabaseServer>();
        foreach (var root in (roots ?? RootsOf(engine)).Concat(fetched is null ? [] : [fetched]).Distinct())
        {
            if (ProgramIn(root, engine.Program) is { } program && ProgramIn(root, engine.Initialiser) is not null
                && await VersionAsync(program, root, cancellationToken) is { } version)
            {
                await using var file = File.OpenRead(program);
                var digest = await SHA256.HashDataAsync(file, cancellationToken);
                found.Add(new DatabaseServer(root, version, $"sha256:{Convert.ToHexStringLower(digest)}"));
            }
        }

        return found.OrderByDescending(server => server.Is(tag)).ThenByDescending(server => System.Version.Parse(server.Version))
            .FirstOrDefault();
    }

    /// <summary>Which server of an engine would run, in words; nothing is fetched.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="tools">The folder of the platform's own tools, where a fetched one is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="roots">Folders to look in instead of the machine's; null for those.</param>
    public static async Task<string> DescribeAsync(
        DatabaseEngine engine, string tools, CancellationToken cancellationToken, IReadOnlyList<string>? roots = null)
    {
        var root = engine.Fetched?.RootIn(tools);
        if (await FindAsync(engine, "latest", roots, cancellationToken, root) is { } server)
            return $"{engine.Name} {server.Version} at '{server.Root}'{(server.Root == root ? ", fetched by npm" : "")}";
        if (engine.Fetched is { IsForThisMachine: true } package && SearchPath.Find("npm") is not null)
            return $"{engine.Name} {package.Server} would be fetched by npm ({package})";
        return $"no {engine.Name}, which an image of it needs ({engine.Advice})";
    }

    /// <summary>Whether a tag asks for this major version, or for any.</summary>
    public bool Is(string tag) =>
        !char.IsAsciiDigit(tag[0]) || Number().Match(tag).Value.Split('.')[0] == Version.Split('.')[0];

    /// <summary>What its programs need in their environment: where an unpacked server has its libraries; nothing otherwise.</summary>
    /// <param name="root">The folder above its <c>bin</c> and <c>sbin</c>.</param>
    public static Dictionary<string, string> Environment(string root)
    {
        var libraries = Path.Combine(root, "lib");
        return root == "/usr" || !Directory.Exists(libraries)
            ? []
            : new() { [LibraryPath] = string.Join(':', Directory.EnumerateDirectories(libraries, "*-linux-gnu").Append(libraries)) };
    }

    private static IEnumerable<string> RootsOf(DatabaseEngine engine)
    {
        var onPath = SearchPath.FindAll(engine.Program).Select(program => new FileInfo(program))
            .Select(file => (file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName)
            .Select(file => Path.GetDirectoryName(Path.GetDirectoryName(file))!);
        var installed = engine.Roots
            .Where(root => Directory.Exists(Path.GetDirectoryName(root)))
            .SelectMany(root => Directory.EnumerateDirectories(Path.GetDirectoryName(root)!, Path.GetFileName(root)));
        return onPath.Concat(installed);
    }

    private static string? ProgramIn(string root, string name) =>
        ProgramFolders.Select(folder => Path.Combine(root, folder, name)).FirstOrDefault(File.Exists);

    private static async Task<string?> VersionAsync(string program, string root, CancellationToken cancellationToken)
    {
        var environment = Environment(root).ToDictionary(variable => variable.Key, string? (variable) => variable.Value);
        var said = await new Command(program, ["--version"]) { Environment = environment }.RunAsync(cancellationToken);
        return said.Succeeded && Number().Match(said.Output) is { Success: true } number ? number.Value : null;
    }

    [GeneratedRegex(@"\d+(\.\d+)+|(?<=^)\d+")]
    private static partial Regex Number();
}
