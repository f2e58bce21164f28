using BigBen.Foundation;
using BigBen.Kubernetes.Proving;

namespace BigBen.Bootstrap.Kind;

/// <summary>Asks Applications for their version through the ingress, by the route that a user takes.</summary>
internal static class RouteProof
{
    /// <summary>Asks each until it answers with the version that it is to run.</summary>
    /// <exception cref="PlatformException">One does not in time; the sentence says what it answered.</exception>
    public static async Task<IReadOnlyList<Proof>> ProveAsync(IEnumerable<ArgoApplication> applications, KindSettings settings, CancellationToken cancellationToken)
    {
        var port = settings.Record.Port;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var proofs = new List<Proof>();
        foreach (var application in applications.Where(application => application.Host.Length > 0))
        {
            var url = $"http://{application.Host}:{port}";
            await VersionQuestion.UntilAsync(
                application.Version, $"{application.Name} at {url}/version", () => VersionQuestion.ToHost(url, port), http, settings.Patience.Settle, cancellationToken);
            proofs.Add(new Proof(application.Name, url, application.Version));
        }

        return proofs;
    }
}
