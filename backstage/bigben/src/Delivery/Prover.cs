using System.Net;
using BigBen.Foundation;
using BigBen.Kubernetes.Proving;

namespace BigBen.Delivery;

/// <summary>Asks Applications for their version: from outside through the route that a user takes, and from inside as another pod would.</summary>
/// <param name="port">The router's port.</param>
/// <param name="proxyFor">The proxy that pods of a namespace reach Services through.</param>
public sealed class Prover(int port, Func<string, CancellationToken, Task<Uri>> proxyFor)
{
    // Ready pods answer at once; the rest is room for a busy machine.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Asks until every URL answers with the version that the record names.</summary>
    /// <exception cref="PlatformException">One did not in time; the message says what it answered.</exception>
    public async Task<IReadOnlyList<Proof>> ProveAsync(ApplicationStatus application, CancellationToken cancellationToken)
    {
        var expected = application.Application.Version;
        var name = application.Application.Name;
        if (application.Urls.Count == 0)
            return [];
        using var outside = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var proofs = new List<Proof>();
        foreach (var url in application.Urls.Select(url => $"{url}:{port}"))
        {
            await VersionQuestion.UntilAsync(expected, $"{name} at {url}/version", () => VersionQuestion.ToHost(url, port), outside, Deadline, cancellationToken);
            proofs.Add(new Proof(name, url, expected));
        }

        using var inside = new HttpClient(new SocketsHttpHandler
        {
            Proxy = new WebProxy(await proxyFor(application.Application.Namespace, cancellationToken)),
        });
        foreach (var service in application.Services)
        {
            var url = $"http://{service.Name}:{service.Port}/version";
            await VersionQuestion.UntilAsync(
                expected,
                $"{name} at {url}, asked from inside {application.Application.Namespace},",
                () => new HttpRequestMessage(HttpMethod.Get, url),
                inside,
                Deadline,
                cancellationToken);
        }

        return proofs;
    }
}
