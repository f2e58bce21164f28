using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline;

/// <summary>What a delivery writes into the record of the first environment.</summary>
internal sealed record DeliveryPlan(
    string Environment, string Head, string Commit, string Detail, IReadOnlyDictionary<string, ServiceRecord?> Records)
    : Plan(Environment, Head, Commit, Detail)
{
    /// <summary>Records services at the delivered commit, and no service that is gone.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="images">Where images are.</param>
    /// <param name="head">The commit that the record will lie on: it says which services there are.</param>
    /// <param name="delivered">The commit that is delivered: the revision of the records.</param>
    /// <param name="services">The services that it changes.</param>
    /// <param name="cancellationToken">Stops the work; no ref moves in any case.</param>
    /// <exception cref="PlatformException">A service has no image.</exception>
    public static async Task<DeliveryPlan> MakeAsync(
        GitCli git,
        IServiceImages images,
        string head,
        string delivered,
        IReadOnlyList<AffectedService> services,
        CancellationToken cancellationToken)
    {
        var existing = await ServiceCatalog.NamesAsync(git, head, cancellationToken);
        var records = new Dictionary<string, ServiceRecord?>();
        foreach (var service in services.Where(service => existing.Contains(service.Service.Name)))
        {
            records[service.Service.Name] = service.Kept is { } kept ? kept with { Revision = delivered } : new ServiceRecord(
                delivered,
                service.Tag,
                await images.FindAsync(service.Service.Name, service.ImageCommit, cancellationToken)
                    ?? throw new PlatformException(
                        $"There is no image {service.Service.ImageRepository}:{service.Tag} to deliver: " +
                        "build it again, by another push or by running the workflow again."));
        }

        var environment = (await EnvironmentList.ReadAsync(git, head, cancellationToken)).First;
        var file = await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken);
        var all = file.WithoutOthersThan(records, existing);
        var configured = services.Where(service => service.Kept is not null).Select(service => service.Service.Name).ToHashSet();
        var words = string.Join(", ", all.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
            pair.Value is null ? $"without {pair.Key}"
            : configured.Contains(pair.Key) ? $"{pair.Key} {pair.Value.Tag} as of {delivered[..7]}"
            : $"{pair.Key} {pair.Value.Tag}"));
        var message = words.Length == 0 ? "Repair the records" : $"Deliver to {environment}: {words}";
        var commit = await Recorder.CommitAsync(git, head, environment, all, message, cancellationToken);
        return new DeliveryPlan(environment, head, commit, words.Length == 0 ? $"{environment} stays as it is" : words, all)
        {
            Concerned = [.. all.Keys],
            Revisions = new Dictionary<string, string> { [delivered] = delivered },
        };
    }
}
