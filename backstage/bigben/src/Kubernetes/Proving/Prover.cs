using System.Net;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Kubernetes.Proving;

/// <summary>
/// Asks Applications for their version: from outside through the route that a user takes, and, where there is a way in, as another pod
/// would.
/// </summary>
/// <param name="port">
/// The port that the ingress answers on: of this machine for <c>*.localhost</c>; null where hosts are names of the network's own.
/// </param>
/// <param name="deadline">How long an answer may take; ready pods give it at once.</param>
/// <param name="proxyFor">The proxy that pods of a namespace reach Services through; null where there is none.</param>
/// <param name="api">The cluster's API, through which Services without a URL are asked; null where that is not its business.</param>
internal sealed class Prover(
    int? port, TimeSpan deadline, Func<string, CancellationToken, Task<Uri>>? proxyFor = null, KubernetesApi? api = null)
{
    /// <summary>
    /// Asks all of them at once, until every URL answers with the version that its Application is to run. One that is asleep has nobody who
    /// could answer, and is not asked.
    /// </summary>
    /// <param name="cluster">The platform's objects.</param>
    /// <param name="applications">Whom to ask.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <param name="within">How long an answer may take; null for as long as usual.</param>
    /// <exception cref="UnhealthyException">One answers with another version; the message says what.</exception>
    /// <exception cref="PlatformException">One was not reached in time; the message says what it answered.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(
        ClusterObjects cluster, IEnumerable<Application> applications, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        using var outside = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var answers = (await Task.WhenAll(applications.Where(application => !ServicePods.IsAsleep(cluster, application))
                .Select(application => AskAsync(cluster, application, outside, within ?? deadline, cancellationToken))))
            .SelectMany(found => found).ToList();
        var wrong = answers.Where(answer => answer.Wrong is not null).ToList();
        if (wrong.Count == 0)
            return [.. answers.Select(answer => answer.Proof).OfType<Proof>()];
        var seen = string.Join("; ", wrong.Select(answer => $"{answer.Place} answers {answer.Wrong!.Seen} where version "
            + $"{answer.Application.Source.Tag} was expected"));
        const string Closing = "See './bootstrap/big-ben.sh status' and the Application's logs.";
        string[] byVersion = [.. wrong.Where(answer => answer.Wrong!.IsByVersion).Select(answer => answer.Application.Service).Distinct()];
        throw byVersion.Length > 0 ? new UnhealthyException(seen, Closing, byVersion) : new PlatformException($"{seen}. {Closing}");
    }

    private async Task<IReadOnlyList<Answer>> AskAsync(
        ClusterObjects cluster, Application application, HttpClient outside, TimeSpan within, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        var urls = ApplicationUrls.Of(cluster, application);
        foreach (var url in urls.Select(url => port is { } number ? PlatformHosts.AtPort(url, number) : url))
        {
            answers.Add(new Answer(
                application,
                $"{application.Name} at {url}/version",
                await VersionQuestion.UntilAsync(application.Source.Tag, () => Question(url), outside, within, cancellationToken),
                new Proof(application.Name, url, application.Source.Tag)));
        }

        if (api is not null && urls.Count == 0)
            return await AskByApiAsync(api, cluster, application, within, cancellationToken);
        if (proxyFor is null || urls.Count == 0 || answers.Any(answer => answer.Wrong is not null))
            return answers;
        var proxy = await proxyFor(application.Environment, cancellationToken);
        return [.. answers, .. await AskInsideAsync(cluster, application, proxy, within, cancellationToken)];
    }

    private static async Task<IReadOnlyList<Answer>> AskInsideAsync(
        ClusterObjects cluster, Application application, Uri proxy, TimeSpan within, CancellationToken cancellationToken)
    {
        using var inside = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy) });
        var answers = new List<Answer>();
        foreach (var (name, servicePort) in ApplicationUrls.ServicesOf(cluster, application))
        {
            var url = $"http://{name}:{servicePort}/version";
            answers.Add(new Answer(
                application,
                $"{application.Name} at {url}, asked from inside {application.Environment},",
                await VersionQuestion.UntilAsync(
                    application.Source.Tag, () => new HttpRequestMessage(HttpMethod.Get, url), inside, within, cancellationToken)));
        }

        return answers;
    }

    // What has no ingress is asked as the API server reaches it from inside.
    private static async Task<IReadOnlyList<Answer>> AskByApiAsync(
        KubernetesApi api, ClusterObjects cluster, Application application, TimeSpan within, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>();
        foreach (var (name, servicePort) in ApplicationUrls.ServicesOf(cluster, application))
        {
            answers.Add(new Answer(
                application,
                $"{application.Name}, whose Service {name} was asked by way of the API server,",
                await VersionQuestion.UntilAsync(
                    application.Source.Tag,
                    token => api.AskServiceAsync(application.Environment, name, servicePort, "version", token),
                    within,
                    cancellationToken)));
        }

        return answers;
    }

    // What ends in "localhost" is this machine (RFC 6761), whether or not its resolver knows.
    private HttpRequestMessage Question(string url) =>
        port is { } local && new Uri(url).Host.EndsWith(".localhost", StringComparison.Ordinal)
            ? VersionQuestion.ToHost(url, local)
            : new HttpRequestMessage(HttpMethod.Get, $"{url}/version");

    // Who was asked where, what was wrong with it, and what it proves otherwise.
    private sealed record Answer(Application Application, string Place, WrongAnswer? Wrong, Proof? Proof = null);
}
