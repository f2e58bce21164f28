using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a rollback of one service in one environment changes: from what runs to what the service shall run again.</summary>
internal sealed record RollbackPlan(string Environment, string Head, string Commit, string Detail, ServiceRecord From, ServiceRecord To)
    : Plan(Environment, Head, Commit, Detail)
{
    private const string Tags = "refs/tags/";

    /// <summary>Finds what a service ran before, as main knows it.</summary>
    /// <exception cref="PlatformException">There is no such environment or service, nothing to go back to, or its image or revision is gone.</exception>
    public static async Task<RollbackPlan> MakeAsync(
        IMainBranch branch, IServiceImages images, string head, string service, string environment, CancellationToken cancellationToken)
    {
        if (environment is not (EnvironmentFile.Developer or EnvironmentFile.Production))
            throw new PlatformException($"There is no environment '{environment}': name {EnvironmentFile.Developer} or {EnvironmentFile.Production}.");
        var git = branch.Git;
        var services = (await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken)).Services;
        if (!services.ContainsKey(service))
            throw new PlatformException($"{service} does not run in {environment}: {(services.Count == 0 ? "nothing does" : $"name {string.Join(" or ", services.Keys)}")}.");
        var stack = (await RecordHistory.ReadAsync(git, head, environment, cancellationToken)).Stack(service);
        if (stack.Count < 2)
            throw new PlatformException($"{service} in {environment} has nothing to go back to: {services[service].Tag} is the first that {EnvironmentFile.PathOf(environment)} records.");
        var (from, to) = (stack[^1].Record, stack[^2].Record);
        if (!await images.HasAsync(service, to.Digest, cancellationToken))
            throw new PlatformException($"{service} in {environment} cannot go back to {to.NameBeside(from)}: its image {to.Digest[..19]} is no longer there.");
        var revision = to.Revision.StartsWith(Tags, StringComparison.Ordinal)
            ? await branch.TagAsync(to.Revision[Tags.Length..], cancellationToken)
            : await git.TryResolveAsync(to.Revision, cancellationToken);
        if (revision is null)
            throw new PlatformException($"{service} in {environment} cannot go back to {to.NameBeside(from)}: '{branch.Remote}' no longer has {to.Revision}.");
        var words = $"from {from.NameBeside(to)} to {to.NameBeside(from)}";
        var commit = await Recorder.CommitAsync(
            git, head, environment, new Dictionary<string, ServiceRecord?> { [service] = to }, $"Roll {service} in {environment} back {words}", cancellationToken);
        return new RollbackPlan(environment, head, commit, words, from, to)
        {
            Revisions = new Dictionary<string, string> { [to.Revision] = revision },
        };
    }
}
