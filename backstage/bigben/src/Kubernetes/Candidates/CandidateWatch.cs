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
    // The kubelet tries again after 10 s and after 20 s more: a registry that stumbled once is not a version's fault.
    private static readonly TimeSpan Pulling = TimeSpan.FromSeconds(20);

    // Of a program that ran to its end, which says step by step what it did.
    private const int LinesOfRun = 5;

    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // It was ready and is not any more: one waits on.
    private const string Unsettled = "";

    private readonly long _started = clock.GetTimestamp();

    /// <summary>The pod as it is; null where it is not there.</summary>
    public Pod? Pod =>
        cache.Objects.Of(ResourceKind.Pods).Where(pod => pod.NameOf() == name && pod.NamespaceOf() == deployment.Namespace)
            .Select(body => new Pod(body)).FirstOrDefault();

    /// <summary>Judges one that is to run for ever: whether it gets ready and answers, or stays up where nobody can ask it.</summary>
    /// <returns>What is wrong, to follow the Application's name; null where nothing is.</returns>
    /// <exception cref="PlatformException">The API does not answer.</exception>
    public Task<string?> JudgeAsync(CancellationToken cancellationToken) =>
        UntilAsync(token => AnswerAsync(SettledAsync, token), FailureAsync, "does not get ready", cancellationToken);

    /// <summary>Waits until it is ready, and asks nothing.</summary>
    /// <inheritdoc cref="JudgeAsync"/>
    public Task<string?> ReadyAsync(CancellationToken cancellationToken) =>
        UntilAsync(
            token => AnswerAsync((_, _) => Task.FromResult<string?>(null), token), FailureAsync, "does not get ready", cancellationToken);

    /// <summary>Judges one that is to run to its end.</summary>
    /// <inheritdoc cref="JudgeAsync"/>
    public Task<string?> EndAsync(CancellationToken cancellationToken) =>
        UntilAsync(EndedAsync, token => FailureAsync(isRun: true, token), "does not end", cancellationToken);

    private async Task<string?> UntilAsync(
        Func<CancellationToken, Task<string?>> reach,
        Func<CancellationToken, Task<string?>> fail,
        string late,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(deployment.Deadline, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var failing = fail(end.Token);
        var answering = reach(end.Token);
        try
        {
            return await await Task.WhenAny(failing, answering);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{late} within {deployment.Deadline.TotalSeconds:0} s{Complaint()}";
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)Task.WhenAll(failing, answering)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<string?> FailureAsync(CancellationToken cancellationToken) => FailureAsync(isRun: false, cancellationToken);

    private async Task<string?> FailureAsync(bool isRun, CancellationToken cancellationToken)
    {
        var seen = false;
        while (true)
        {
            var version = cache.Version;
            var pod = Pod;
            if ((seen && pod is null) || pod is { IsTerminating: true })
                return "could not be tried: somebody deleted its candidate";
            if (pod?.EndedContainer is { } ended && !(isRun && ended.Ended!.ExitCode == 0))
                return await (isRun
                    ? PodTrouble.EndAsync(api, pod, ended, LinesOfRun, cancellationToken)
                    : StoppedAsync(pod, ended, cancellationToken));
            if (pod is { IsHopeless: true } && !(pod.AwaitsImage && clock.GetElapsedTime(_started) < Pulling))
                return $"does not start: {pod.Trouble}";
            seen = pod is not null;
            await cache.AfterAsync(version, cancellationToken);
        }
    }

    private async Task<string> StoppedAsync(Pod pod, ContainerStatus ended, CancellationToken cancellationToken) =>
        $"does not stay up: {await PodTrouble.EndAsync(api, pod, ended, 1, cancellationToken)}";

    private async Task<string?> EndedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = cache.Version;
            if (Pod is { Phase: "Succeeded" })
                return null;
            await cache.AfterAsync(version, cancellationToken);
        }
    }

    private async Task<string?> AnswerAsync(Func<Pod, CancellationToken, Task<string?>> judge, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = cache.Version;
            if (Pod is { IsReady: true } pod && await judge(pod, cancellationToken) is var judged && judged != Unsettled)
                return judged;
            await cache.AfterAsync(version, cancellationToken);
        }
    }

    private async Task<string?> SettledAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (deployment.HttpPort is { } port)
            return await AskAsync(pod, port, cancellationToken);
        // Nobody can ask it, and without a probe it is called ready as soon as it runs: a crash at its start is to be seen.
        await Task.Delay(deployment.Settling, clock, cancellationToken);
        return Pod is { IsReady: true } ? null : Unsettled;
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
        var said = ObjectEvent.Of(cache.Objects, [reference]).FirstOrDefault(told => told.Type == "Warning")?.Message ?? Pod?.Trouble;
        return said is null ? "" : $" ({said.TrimEnd('.', '\n')})";
    }
}
