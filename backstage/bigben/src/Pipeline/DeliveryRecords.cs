using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a delivery writes into developer's record.</summary>
internal static class DeliveryRecords
{
    /// <summary>The new records of services by their images, the removal of services which are gone, and the words for the commit.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="main">The commit that the record will lie on: it says which services there are.</param>
    /// <param name="services">The services that are delivered.</param>
    /// <param name="images">Where their images are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">A service has no image.</exception>
    public static async Task<(IReadOnlyDictionary<string, ServiceRecord?> Records, string Message)> MakeAsync(
        Git git, string main, IReadOnlyList<AffectedService> services, IServiceImages images, CancellationToken cancellationToken)
    {
        var delivered = new Dictionary<string, ServiceRecord?>();
        foreach (var service in services)
        {
            var digest = await images.FindAsync(service.Service.Name, service.ImageCommit, cancellationToken)
                ?? throw new PlatformException($"There is no image {service.Service.ImageRepository}:{service.Tag} to deliver: build it again, by another push or by running the workflow again.");
            delivered[service.Service.Name] = new ServiceRecord(ServiceRecord.Main, service.Tag, digest);
        }

        var file = await EnvironmentFile.ReadAsync(git, main, EnvironmentFile.Developer, cancellationToken);
        var existing = (await ServiceCatalog.ListAsync(git, main, cancellationToken)).Select(service => service.Name);
        var records = file.WithoutOthersThan(delivered, existing);
        var words = records.Select(pair => pair.Value is null ? $"without {pair.Key}" : $"{pair.Key} {pair.Value.Tag}").Order(StringComparer.Ordinal);
        return (records, $"Deliver to developer: {string.Join(", ", words)}");
    }
}
