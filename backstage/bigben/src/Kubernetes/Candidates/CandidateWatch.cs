using BigBen.Foundation;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Questions;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Kubernetes.Candidates;

/// <summary>Judges the pod of a candidate: by the watch until it is ready or never will be, then by what it answers.</summary>
/// <param name="api">The cluster.</param>
/// <param name="cache">Its objects.</param>
/// <param name="deployment">The candidate's Deployment.</param>
/// <param name="name">The pod's name.</param>
/// <param name="clock">Times it.</param>
internal sealed class CandidateWatch(
    KubernetesApi api, ClusterCache cache, CandidateDeployment deployment, string name, TimeProvider clock)
{
    // The kubelet tries again after 10 s and after 20 s more: a registry that stumbled once is no version's fault.
    private static readonly TimeSpan Pulling = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly long _started = clock.GetTimestamp();

    /// <summary>Judges.</summary>
    /// <returns>What is wrong, to follow the Application's name; null where nothing is.</returns>
    /// <exception cref="PlatformException">The API does not answer.</exception>
    public async Task<string?> JudgeAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(deployment.Deadline, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var failing = FailureAsync(end.Token);
        var answering = AnswerAsync(end.Token);
        try
        {
            return await await Task.WhenAny(failing, answering);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"does not get ready within {deployment.Deadline.TotalSeconds:0} s{Complaint()}";
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)Task.WhenAll(failing, answering)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> FailureAsync(CancellationToken cancellationToken)
    {
        var seen = false;
        while (true)
        {
            var version = cache.Version;
            var pod = Find();
            if ((seen && pod is null) || pod is { IsTerminating: true })
                return "could not be tried: somebody deleted its candidate";
            if (pod?.EndedContainer is { } ended)
                return $"does not stay up: {await PodTrouble.EndAsync(api, pod, ended, 1, cancellationToken)}";
            if (pod is { IsHopeless: true } && !(pod.AwaitsImage && clock.GetElapsedTime(_started) < Pulling))
                return $"does not start: {pod.Trouble}";
            seen = pod is not null;
            await cache.AfterAsync(version, cancellationToken);
        }
    }

    private async Task<string?> AnswerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = cache.Version;
            if (Find() is { IsReady: true } pod)
            {
                if (deployment.HttpPort is { } port)
                    return await AskAsync(pod, port, cancellationToken);
                // Nobody can ask it, and without a probe it is called ready as soon as it runs: a crash at its start is to be seen.
                await Task.Delay(deployment.Settling, clock, cancellationToken);
                if (Find() is { IsReady: true })
                    return null;
            }

            await cache.AfterAsync(version, cancellationToken);
        }
    }

    private async Task<string?> AskAsync(Pod pod, int port, CancellationToken cancellationToken)
    {
        using var question = new PodQuestion(api);
        var health = await AskAsync(question, pod, port, "health", cancellationToken);
        if (!health.IsSuccess)
            return $"answers {health.Summary} at /health";
        if (deployment.Version.Length == 0)
            return null;
        var version = await AskAsync(question, pod, port, "version", cancellationToken);
        var told = version.IsSuccess ? VersionQuestion.Read(version.Body).Seen : version.Summary;
        return told == $"version {deployment.Version}"
            ? null
            : $"answers {told} at /version where version {deployment.Version} was expected";
    }

    // A program without a readiness probe is called ready before it listens.
    private async Task<HttpAnswer> AskAsync(
        PodQuestion question, Pod pod, int port, string path, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        while (true)
        {
            var answer = await question.AskAsync(pod, port, path, cancellationToken);
            if (answer.IsSuccess || clock.GetElapsedTime(asked) >= Answering)
                return answer;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private string Complaint()
    {
        var reference = new ObjectReference("", ResourceKind.Pods.Kind, deployment.Namespace, name);
        var said = ObjectEvent.Of(cache.Objects, [reference]).FirstOrDefault(told => told.Type == "Warning")?.Message ?? Find()?.Trouble;
        return said is null ? "" : $" ({said.TrimEnd('.', '\n')})";
    }

    private Pod? Find() =>
        cache.Objects.Of(ResourceKind.Pods).Where(pod => pod.NameOf() == name && pod.NamespaceOf() == deployment.Namespace)
            .Select(body => new Pod(body)).FirstOrDefault();
}
