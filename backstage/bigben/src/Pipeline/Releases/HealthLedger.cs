using BigBen.Git;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Releases;

/// <summary>What exactly ran: an image under a configuration.</summary>
/// <param name="Service">The service.</param>
/// <param name="Digest">Its image's digest.</param>
/// <param name="Chart">The git tree id of the chart.</param>
/// <param name="Values">The git blob id of the service's values for the environment.</param>
/// <param name="Environment">The environment that it ran in.</param>
public sealed record HealthKey(string Service, string Digest, string Chart, string Values, string Environment)
{
    /// <summary>What a service is in an environment at a revision, with a given image.</summary>
    /// <exception cref="PlatformException">The chart or the values file does not exist there.</exception>
    public static async Task<HealthKey> AtAsync(
        GitCli git, string revision, string environment, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        return new HealthKey(
            service.Name, digest, await HashAsync(ServiceSource.Chart), await HashAsync(service.ValuesFile(environment)), environment);

        async Task<string> HashAsync(string path) =>
            await git.ObjectHashAsync(revision, path, cancellationToken)
            ?? throw new PlatformException(
                $"'{path}' does not exist at {revision}, so {service.Name} cannot be deployed from there: add it and push again.");
    }
}

/// <summary>
/// Remembers what an environment has run healthy; a release to the next one asks it. One line for each, in a file of the state folder.
/// </summary>
/// <param name="file">The file; made when first written to.</param>
public sealed class HealthLedger(string file)
{
    // A version before knew no other, and did not name it.
    private const string Unnamed = "developer";

    private readonly Lock writing = new();

    /// <summary>Whether exactly this has run and was seen healthy.</summary>
    /// <exception cref="PlatformException">The file is damaged.</exception>
    public bool Has(HealthKey key) => Read().Contains(Line(key));

    /// <summary>Whether an environment has run an image healthy, under whatever configuration.</summary>
    /// <exception cref="PlatformException">The file is damaged.</exception>
    public bool HasRun(string environment, string service, string digest) => Read().Any(line =>
        line.StartsWith($"{service} {digest} ", StringComparison.Ordinal) && line.EndsWith($" {environment}", StringComparison.Ordinal));

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

    private static string Line(HealthKey key) => $"{key.Service} {key.Digest} {key.Chart} {key.Values} {key.Environment}";

    private SortedSet<string> Read()
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            lines.Add(line.Split(' ').Length switch
            {
                5 => line,
                4 => $"{line} {Unnamed}",
                _ => throw new PlatformException(
                    $"'{file}' is damaged at the line '{line}': delete the file and push again, so that health is proven again."),
            });
        }

        return lines;
    }
}
