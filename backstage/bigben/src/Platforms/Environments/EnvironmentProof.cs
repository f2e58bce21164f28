using System.Collections.Concurrent;
using BigBen.Git;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Questions;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;

namespace BigBen.Platforms.Environments;

/// <summary>
/// Asks the services of an environment whether they are what is recorded. A run is judged by those that it changes; of the others it is
/// told.
/// </summary>
/// <param name="cache">The platform's objects.</param>
/// <param name="prover">Asks URLs.</param>
/// <param name="git">Has the records.</param>
internal sealed class EnvironmentProof(ClusterCache cache, Prover prover, GitCli git)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Proof>> _proofs = new();

    /// <summary>Every URL as it was proven last.</summary>
    public IReadOnlyList<Proof> Proofs => [.. _proofs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];

    /// <summary>What is said of so many Applications that have been waited for.</summary>
    public static string Synced(int count) =>
        count == 0 ? "nothing left to wait for" : $"{count} {(count == 1 ? "Application" : "Applications")} synced and healthy";

    /// <summary>The records of an environment at a commit.</summary>
    public async Task<IReadOnlyDictionary<string, ServiceRecord>> RecordsAsync(Awaited awaited, CancellationToken cancellationToken) =>
        (await EnvironmentFile.ReadAsync(git, awaited.Commit, awaited.Environment, cancellationToken)).Services;

    /// <inheritdoc cref="Pipeline.IEnvironments.ProveAsync"/>
    public async Task<IReadOnlyList<LiveService>> ProveAsync(Step step, Awaited awaited, CancellationToken cancellationToken)
    {
        var records = await RecordsAsync(awaited, cancellationToken);
        var cluster = cache.Objects;
        var recorded = ApplicationList.Services(cluster)
            .Where(application => application.Environment == awaited.Environment && records.ContainsKey(application.Service))
            .ToLookup(application => awaited.Services.Contains(application.Service));
        var proofs = new List<Proof>(await prover.ProveAsync(cluster, recorded[true], cancellationToken));
        var live = recorded[true].ToList();
        var others = await Task.WhenAll(recorded[false].Select(async other =>
            (Application: other, Found: await LookAsync(cluster, other, records[other.Service], awaited, cancellationToken))));
        foreach (var (application, found) in others)
        {
            if (found.Why is null)
                live.Add(application);
            else
                step.Note($"{application.Name} is not live, and was not changed by this: {found.Why}");
            proofs.AddRange(found.Proofs);
        }

        var services = live
            .Select(application => new LiveService(application.Service, ServicePods.IsAsleep(cluster, application)))
            .ToList();
        foreach (var asleep in services.Where(service => service.IsAsleep))
            step.Note($"{RecordedMissing.NameOf(awaited.Environment, asleep.Service)} is asleep: it has no pods, as its replicas say");
        foreach (var silent in live.Where(application => IsSilent(cluster, application)))
            step.Note($"{silent.Name} has no port to ask: it is live by being synced and healthy");
        _proofs[awaited.Environment] = [.. proofs.OrderBy(proof => proof.Application, StringComparer.Ordinal)];
        step.Detail = Proof.Summary(proofs.Count);
        return services;
    }

    // A worker or a cronjob.
    private static bool IsSilent(ClusterObjects cluster, Application application) =>
        ApplicationUrls.Of(cluster, application).Count == 0
        && ApplicationUrls.ServicesOf(cluster, application).Count == 0
        && !ServicePods.IsAsleep(cluster, application);

    // Where everything is waited for, only what failed by itself is excused.
    private async Task<(string? Why, IReadOnlyList<Proof> Proofs)> LookAsync(
        ClusterObjects cluster, Application application, ServiceRecord record, Awaited awaited, CancellationToken cancellationToken)
    {
        if (!RecordedMissing.Is(application, record))
            return ($"it is still to run {application.Source.Tag}", []);
        if (Missing.Of(cluster, application) is { } missing)
            return (missing.What, []);
        try
        {
            return (null, await prover.ProveAsync(cluster, [application], cancellationToken, awaited.WithOthers ? null : TimeSpan.Zero));
        }
        catch (UnhealthyException e)
        {
            return (e.Seen, []);
        }
        catch (PlatformException e) when (!awaited.WithOthers)
        {
            return (e.Message, []);
        }
    }
}
