using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a rollback of one service in one environment changes.</summary>
/// <param name="Service">The service.</param>
/// <param name="File">The environment's record as it is.</param>
/// <param name="To">What the service shall run again.</param>
internal sealed record RollbackPlan(string Service, EnvironmentFile File, ServiceRecord To)
{
    /// <summary>What runs.</summary>
    public ServiceRecord From => File.Services[Service];

    /// <summary>Finds what a service ran before, as main knows it.</summary>
    /// <exception cref="PlatformException">There is no such environment or service, nothing to go back to, or its image is gone.</exception>
    public static async Task<RollbackPlan> MakeAsync(
        Git git, IServiceImages images, string head, string service, string environment, CancellationToken cancellationToken)
    {
        if (environment is not (EnvironmentFile.Developer or EnvironmentFile.Production))
            throw new PlatformException($"There is no environment '{environment}': name {EnvironmentFile.Developer} or {EnvironmentFile.Production}.");
        var file = await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken);
        if (!file.Services.ContainsKey(service))
            throw new PlatformException($"{service} does not run in {environment}: {(file.Services.Count == 0 ? "nothing does" : $"name {string.Join(" or ", file.Services.Keys)}")}.");
        var stack = await new RecordHistory(git).StackAsync(head, environment, service, cancellationToken);
        if (stack.Count < 2)
            throw new PlatformException($"{service} in {environment} has nothing to go back to: {file.Services[service].Tag} is the first that {EnvironmentFile.PathOf(environment)} records.");
        var (past, commit) = stack[^2];
        if (!await images.HasAsync(service, past.Digest, cancellationToken))
            throw new PlatformException($"{service} in {environment} cannot go back to {past.Tag}: its image {past.Digest[..19]} is no longer in the store.");
        return new RollbackPlan(service, file, past.Revision == ServiceRecord.Main ? past with { Revision = commit } : past);
    }

    /// <summary>Makes the commit that records it, without moving any ref.</summary>
    public Task<string> CommitAsync(Git git, string head, CancellationToken cancellationToken) =>
        Recorder.WriteAsync(
            git, head, File with { Services = new Dictionary<string, ServiceRecord>(File.Services) { [Service] = To } },
            $"Roll {Service} in {File.Name} back from {From.Tag} to {To.Tag}", cancellationToken);
}
