using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Platforms.TestEnvironments;

/// <summary>What runs in a test environment: a service as it is tested, and those that it calls as an environment records them.</summary>
/// <param name="forge">The forge's git.</param>
/// <param name="environment">The environment.</param>
internal sealed class TestRecords(GitCli forge, string environment)
{
    /// <summary>The records: a service's own, and those of what it calls, and of what these call.</summary>
    /// <param name="service">The service.</param>
    /// <param name="own">Its record.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">A service that is called is not recorded, or values are not YAML.</exception>
    public async Task<IReadOnlyDictionary<string, ServiceRecord>> WithPeersAsync(
        string service, ServiceRecord own, CancellationToken cancellationToken)
    {
        var recorded = (await EnvironmentFile.ReadAsync(forge, ForgeRepository.MainRef, environment, cancellationToken)).Services;
        var records = new Dictionary<string, ServiceRecord> { [service] = own };
        var open = new Queue<string>([service]);
        while (open.TryDequeue(out var caller))
        {
            var path = ServiceSource.ValuesFileOf(caller, environment);
            var values = await forge.ReadFileAsync(records[caller].Revision, path, cancellationToken) ?? "";
            foreach (var peer in TestEnvironmentPlan.PeersIn(values, path).Where(peer => !records.ContainsKey(peer)))
            {
                records[peer] = recorded.GetValueOrDefault(peer)
                    ?? throw new PlatformException(
                        $"{caller} calls {peer} ({path}), which is not recorded in {environment}: deliver it first.");
                open.Enqueue(peer);
            }
        }

        return records;
    }
}
