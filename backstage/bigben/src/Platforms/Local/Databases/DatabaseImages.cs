using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Kubelet;

namespace BigBen.Platforms.Local.Databases;

/// <summary>
/// Runs the images of PostgreSQL, MariaDB and MySQL by a server of this machine, initialised by the same variables as the official images
/// do; every other image is asked for elsewhere.
/// </summary>
/// <param name="others">Where every other image is.</param>
/// <param name="directory">Where the entrypoints are written.</param>
/// <param name="roots">Folders to look for servers in instead of the machine's; null for those.</param>
internal sealed class DatabaseImages(IContainerImages others, string directory, IReadOnlyList<string>? roots = null) : IContainerImages
{
    // Where the entrypoint finds the server's own files.
    private const string BaseVariable = "DATABASE_BASEDIR";

    private readonly ConcurrentDictionary<string, ContainerImage> _found = new();

    /// <inheritdoc/>
    public async Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        if (DatabaseEngine.Find(reference) is not var (engine, name, tag))
            return await others.ResolveAsync(reference, cancellationToken);
        if (_found.TryGetValue(reference, out var known))
            return known;
        var server = await DatabaseServer.FindAsync(engine, tag, roots, cancellationToken) ?? throw new PlatformException(
            $"The image '{reference}' is run by a {engine.Name} server of this machine, and there is none on PATH or where systems "
            + $"install it: install one (on Debian: sudo apt install {engine.Package}; on macOS: "
            + $"brew install {engine.Package.Split('-')[0]}).");
        return _found[reference] = ImageOf(engine, server, Notice(reference, engine, name, tag, server));
    }

    private static string? Notice(string reference, DatabaseEngine engine, string name, string tag, DatabaseServer server)
    {
        if (name == "mysql")
            return $"MariaDB {server.Version} of this machine stands in for the image {reference}; they differ in details of SQL";
        return server.Is(tag) ? null : $"{engine.Name} {server.Version} of this machine stands in for the image {reference}";
    }

    private ContainerImage ImageOf(DatabaseEngine engine, DatabaseServer server, string? notice)
    {
        var path = server.Folders.Append(Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin");
        var environment = new Dictionary<string, string>(engine.Environment.Concat(DatabaseServer.Environment(server.Root)))
        {
            ["PATH"] = string.Join(Path.PathSeparator, path),
            [engine.DataVariable] = engine.DataPath,
            [BaseVariable] = server.Root,
        };
        return new ContainerImage(server.Digest, "/", ["/bin/sh", WriteEntrypoint(engine)], environment)
        {
            Ports = new Dictionary<int, string> { [engine.Port] = engine.PortVariable },
            Paths = [engine.DataVariable, .. engine.Files],
            StopSignal = engine.StopSignal,
            Notice = notice,
        };
    }

    private string WriteEntrypoint(DatabaseEngine engine)
    {
        Write("unprivileged.sh");
        return Write(engine.Script);
    }

    private string Write(string script)
    {
        using var resource = typeof(DatabaseImages).Assembly.GetManifestResourceStream($"databases/{script}")!;
        using var text = new StreamReader(resource);
        var path = Path.Combine(Directory.CreateDirectory(directory).FullName, script);
        AtomicFile.Write(path, text.ReadToEnd());
        return path;
    }
}
