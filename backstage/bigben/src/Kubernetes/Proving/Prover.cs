using System.Net;
using BigBen.Foundation;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;

namespace BigBen.Kubernetes.Proving;

/// <summary>
/// Asks Applications for their version: from outside through the route that a user takes, and, where there is a way in, as another pod
/// would.
/// </summary>
/// <param name="port">The port of this machine that the ingress answers on; null where hosts are names of the network's own.</param>
/// <param name="deadline">How long an answer may take; ready pods give it at once.</param>
/// <param name="proxyFor">The proxy that pods of a namespace reach Services through; null where there is none.</param>
/// <param name="api">The cluster's API, through which Services without a URL are asked; null where that is not its business.</param>
internal sealed class Prover(
    int? port, TimeSpan deadline, Func<string, CancellationToken, Task<Uri>>? proxyFor = null, KubernetesApi? api = null)
{
    /// <summary>Asks all of them at once, until every URL answers with the version that its Application is to run.</summary>
    /// <exception cref="PlatformException">One did not in time; the message says what it answered.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(
        ClusterObjects cluster, IEnumerable<Application> applications, CancellationToken cancellationToken)
    {
        using var outside = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var proofs = await Task.WhenAll(applications.Select(application => ProveAsync(cluster, application, outside, cancellationToken)));
        return [.. proofs.SelectMany(proof => proof)];
    }

    private async Task<IReadOnlyList<Proof>> ProveAsync(
        ClusterObjects cluster, Application application, HttpClient outside, CancellationToken cancellationToken)
    {
        var proofs = new List<Proof>();
        var urls = ApplicationUrls.Of(cluster, application);
        foreach (var url in urls.Select(url => port is null ? url : $"{url}:{port}"))
        {
            await VersionQuestion.UntilAsync(
                application.Source.Tag, $"{application.Name} at {url}/version", () => Question(url), outside, deadline, cancellationToken);
            proofs.Add(new Proof(application.Name, url, application.Source.Tag));
        }

        if (proxyFor is not null && urls.Count > 0)
            await ProveInsideAsync(cluster, application, await proxyFor(application.Environment, cancellationToken), cancellationToken);
        if (api is not null && urls.Count == 0 && ServicePods.ReplicasOf(cluster, application).Wanted > 0)
            await ProveByApiAsync(api, cluster, application, cancellationToken);
        return proofs;
    }

    private async Task ProveInsideAsync(ClusterObjects cluster, Application application, Uri proxy, CancellationToken cancellationToken)
    {
        using var inside = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy) });
        foreach (var (name, servicePort) in ApplicationUrls.ServicesOf(cluster, application))
        {
            var url = $"http://{name}:{servicePort}/version";
            await VersionQuestion.UntilAsync(
                application.Source.Tag,
                $"{application.Name} at {url}, asked from inside {application.Environment},",
                () => new HttpRequestMessage(HttpMethod.Get, url),
                inside,
                deadline,
                cancellationToken);
        }
    }

    // What has no ingress is asked as the API server reaches it from inside.
    private async Task ProveByApiAsync(
        KubernetesApi api, ClusterObjects cluster, Application application, CancellationToken cancellationToken)
    {
        foreach (var (name, servicePort) in ApplicationUrls.ServicesOf(cluster, application))
        {
            await VersionQuestion.UntilAsync(
                application.Source.Tag,
                $"{application.Name}, whose Service {name} was asked by way of the API server,",
                token => api.AskServiceAsync(application.Environment, name, servicePort, "version", token),
                deadline,
                cancellationToken);
        }
    }

    private HttpRequestMessage Question(string url) =>
        port is { } local ? VersionQuestion.ToHost(url, local) : new HttpRequestMessage(HttpMethod.Get, $"{url}/version");
}
