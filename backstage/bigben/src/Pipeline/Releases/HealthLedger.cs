using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>What exactly ran: an image under a configuration.</summary>
/// <param name="Service">The service.</param>
/// <param name="Digest">Its image's digest.</param>
/// <param name="Chart">The git tree id of the chart.</param>
/// <param name="Values">The git blob id of the service's values for developer.</param>
public sealed record HealthKey(string Service, string Digest, string Chart, string Values)
{
    /// <summary>What a service is at a revision, with a given image.</summary>
    /// <exception cref="PlatformException">The chart or the values file does not exist there.</exception>
    public static async Task<HealthKey> AtAsync(
        GitCli git, string revision, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        return new HealthKey(
            service.Name, digest, await HashAsync(ServiceSource.Chart), await HashAsync(service.ValuesFile(EnvironmentFile.Developer)));

        async Task<string> HashAsync(string path) =>
            await git.ObjectHashAsync(revision, path, cancellationToken)
            ?? throw new PlatformException(
                $"'{path}' does not exist at {revision}, so {service.Name} cannot be deployed from there: add it and push again.");
    }
}

/// <summary>Remembers what developer has run healthy; a release asks it. One line for each, in a file of the state folder.</summary>
/// <param name="file">The file; made when first written to.</param>
public sealed class HealthLedger(string file)
{
    private readonly Lock writing = new();

    /// <summary>Whether developer has run exactly this and was seen healthy.</summary>
    /// <exception cref="PlatformException">The file is damaged.</exception>
    public bool Has(HealthKey key) => Read().Contains(Line(key));

    /// <summary>Whether developer has run an image healthy, under whatever configuration.</summary>
    /// <exception cref="PlatformException">The file is damaged.</exception>
    public bool HasRun(string service, string digest) =>
        Read().Any(line => line.StartsWith($"{service} {digest} ", StringComparison.Ordinal));

    /// <summary>Remembers what was seen healthy.</summary>
    /// <exception cref="PlatformException">The file is damaged or cannot be written.</exception>
    public void Add(IEnumerable<HealthKey> keys)
    {
        lock (writing)
        {
            var known = Read();
            var count = known.Count;
            known.UnionWith(keys.Select(Line));
            if (known.Count > count)
                AtomicFile.Write(file, string.Concat(known.Select(line => line + "\n")));
        }
    }

    private static string Line(HealthKey key) => $"{key.Service} {key.Digest} {key.Chart} {key.Values}";

    private SortedSet<string> Read()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            if (line.Split(' ').Length != 4)
                throw new PlatformException(
                    $"'{file}' is damaged at the line '{line}': delete the file and push again, so that developer proves its health anew.");
            lines.Add(line);
        }

        return lines;
    }
}
