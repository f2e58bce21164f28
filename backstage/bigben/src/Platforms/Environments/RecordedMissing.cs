using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline.Records;

namespace BigBen.Platforms.Environments;

/// <summary>Whether an environment's Applications are to run what is recorded.</summary>
internal static class RecordedMissing
{
    /// <summary>The name of a service's Application.</summary>
    public static string NameOf(string environment, string service) => $"{environment}-{service}";

    /// <summary>What keeps Applications from saying so; null when nothing does.</summary>
    /// <param name="cluster">The platform's objects.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="records">Its records.</param>
    /// <param name="services">The services that it is about: one that has no record is to be gone.</param>
    public static Missing? Of(
        ClusterObjects cluster, string environment, IReadOnlyDictionary<string, ServiceRecord> records, IEnumerable<string> services)
    {
        var there = ApplicationList.Services(cluster).ToDictionary(application => application.Name);
        foreach (var service in services)
        {
            var application = there.GetValueOrDefault(NameOf(environment, service));
            if (!records.TryGetValue(service, out var record))
            {
                if (application is not null)
                    return new Missing($"{application.Name} is not gone yet");
            }
            else if (application is null)
            {
                return new Missing($"there is no Application {NameOf(environment, service)} yet");
            }
            else if (!Is(application, record))
            {
                return new Missing($"{application.Name} is still to run {application.Source.Tag}");
            }
        }

        return null;
    }

    /// <summary>Whether an Application is to run exactly what is recorded.</summary>
    public static bool Is(Application application, ServiceRecord record) =>
        (application.Source.TargetRevision, application.Source.Tag, application.Source.Digest)
        == (record.Revision, record.Tag, record.Digest);
}
