using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;

namespace BigBen.Kubernetes;

/// <summary>
/// A platform's Kubernetes API, whoever serves it. Objects are whole JSON: nothing that we have no name for is lost. One connection is
/// kept and shared.
/// </summary>
internal sealed class KubernetesApi : IDisposable
{
    private readonly k8s.Kubernetes _client;

    private KubernetesApi(k8s.Kubernetes client, ClusterScope scope) => (_client, Scope) = (client, scope);

    /// <summary>Where it is.</summary>
    public Uri Server => _client.BaseUri;

    /// <summary>What of the cluster is the platform's.</summary>
    public ClusterScope Scope { get; }

    /// <summary>The package's typed client, for the questions that have an operation of their own there.</summary>
    internal IKubernetes Client => _client;

    /// <summary>Reads how to reach the API; asks nothing yet.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="context">The context in it; null for its current one.</param>
    /// <param name="scope">What of the cluster is the platform's; null for all of it.</param>
    /// <param name="token">The token to bring instead of the file's.</param>
    /// <exception cref="PlatformException">The file is not there or damaged, or has no such context.</exception>
    public static KubernetesApi Open(string kubeconfig, string? context = null, ClusterScope? scope = null, string? token = null)
    {
        if (!File.Exists(kubeconfig))
            throw new PlatformException($"There is no kubeconfig '{kubeconfig}'; ./bootstrap/big-ben.sh makes it.");
        try
        {
            var configuration = KubeconfigReader.Read(kubeconfig, context);
            configuration.AccessToken = token ?? configuration.AccessToken;
            return new KubernetesApi(new k8s.Kubernetes(configuration), scope ?? ClusterScope.Whole);
        }
        catch (Exception e) when (e is KubeConfigException or YamlDotNet.Core.YamlException or FormatException)
        {
            throw new PlatformException($"The kubeconfig '{kubeconfig}' cannot be used: {ApiFailure.Reason(e)}", e);
        }
    }

    /// <summary>Asks who the token's user is.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses the token.</exception>
    public Task AuthenticateAsync(CancellationToken cancellationToken) => ApiFailure.GuardAsync(
        this,
        "create selfsubjectreviews",
        () => _client.AuthenticationV1.CreateSelfSubjectReviewAsync(new V1SelfSubjectReview(), cancellationToken: cancellationToken),
        cancellationToken);

    /// <summary>Every object of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="selector">Which labels they have; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The objects, and the resource version to watch from; none and null for a kind that the API does not serve.</returns>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public Task<(IReadOnlyList<JsonElement> Items, string? Version)> ListAsync(
        ResourceKind kind, string? ns = null, string? selector = null, CancellationToken cancellationToken = default) =>
        ApiFailure.GuardAsync<(IReadOnlyList<JsonElement>, string?)>(this, $"list {kind}", async () =>
        {
            try
            {
                var list = ns is null
                    ? await _client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, kind.Plural, labelSelector: selector, cancellationToken: cancellationToken)
                    : await _client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, ns, kind.Plural, labelSelector: selector, cancellationToken: cancellationToken);
                // Each on its own: one that is kept must not keep the whole list.
                return ([.. list.ItemsAt("items").Select(item => item.Clone())], list.TextAt("metadata", "resourceVersion"));
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
            {
                return ([], null);
            }
        }, cancellationToken);

    /// <summary>One object; null where it is not there.</summary>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public Task<JsonElement?> FindAsync(ResourceKind kind, string ns, string name, CancellationToken cancellationToken) =>
        ApiFailure.GuardAsync(this, $"get {kind}", async () =>
        {
            try
            {
                return ns.Length == 0
                    ? await _client.CustomObjects.GetClusterCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, kind.Plural, name, cancellationToken)
                    : (JsonElement?)await _client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, ns, kind.Plural, name, cancellationToken);
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>Makes an object; its namespace is empty for one of the whole cluster.</summary>
    /// <returns>The object as it is then.</returns>
    /// <exception cref="PlatformException">It is there already, or the API does not answer or refuses.</exception>
    public Task<JsonElement> CreateAsync(ResourceKind kind, string ns, object body, CancellationToken cancellationToken) =>
        ApiFailure.GuardAsync(this, $"create {kind}", () => ns.Length == 0
            ? _client.CustomObjects.CreateClusterCustomObjectAsync<JsonElement>(
                body, kind.Group, kind.Version, kind.Plural, cancellationToken: cancellationToken)
            : _client.CustomObjects.CreateNamespacedCustomObjectAsync<JsonElement>(
                body, kind.Group, kind.Version, ns, kind.Plural, cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Deletes an object; one that is not there is deleted already.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="ns">Its namespace; empty for one of the whole cluster.</param>
    /// <param name="name">Its name.</param>
    /// <param name="grace">How long it may take to end; it ends after the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The API does not answer, or refuses.</exception>
    public Task DeleteAsync(ResourceKind kind, string ns, string name, TimeSpan grace, CancellationToken cancellationToken) =>
        ApiFailure.GuardAsync(this, $"delete {kind}", async () =>
        {
            try
            {
                var seconds = (int)grace.TotalSeconds;
                _ = ns.Length == 0
                    ? await _client.CustomObjects.DeleteClusterCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, kind.Plural, name, gracePeriodSeconds: seconds, cancellationToken: cancellationToken)
                    : await _client.CustomObjects.DeleteNamespacedCustomObjectAsync<JsonElement>(
                        kind.Group, kind.Version, ns, kind.Plural, name, gracePeriodSeconds: seconds, cancellationToken: cancellationToken);
                return true;
            }
            catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }
        }, cancellationToken);

    /// <summary>Changes an object by a JSON merge patch.</summary>
    /// <returns>The object as it is then.</returns>
    /// <exception cref="PlatformException">It is not there, or the API does not answer or refuses.</exception>
    public Task<JsonElement> PatchAsync(ResourceKind kind, string ns, string name, object patch, CancellationToken cancellationToken) =>
        ApiFailure.GuardAsync(this, $"patch {kind}", () => _client.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
            new V1Patch(patch, V1Patch.PatchType.MergePatch), kind.Group, kind.Version, ns, kind.Plural, name,
            cancellationToken: cancellationToken), cancellationToken);

    /// <summary>Asks a Service over HTTP through the API server's proxy, whatever it answers.</summary>
    /// <param name="ns">The Service's namespace.</param>
    /// <param name="service">Its name.</param>
    /// <param name="port">Its port.</param>
    /// <param name="path">The path, without a slash before it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HttpResponseMessage> AskServiceAsync(
        string ns, string service, int port, string path, CancellationToken cancellationToken) =>
        AnswerAsync(() => _client.CoreV1.ConnectGetNamespacedServiceProxyWithPathWithHttpMessagesAsync(
            $"{service}:{port}", ns, path, cancellationToken: cancellationToken));

    /// <summary>Asks a pod over HTTP through the API server's proxy, whatever it answers.</summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">Its name.</param>
    /// <param name="port">A port of its container.</param>
    /// <param name="request">What is asked; its address is the path, without a slash before it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpResponseMessage> AskPodAsync(
        string ns, string pod, int port, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The package's own operation has neither headers nor a body.
        request.RequestUri = new Uri(_client.BaseUri, $"api/v1/namespaces/{ns}/pods/{pod}:{port}/proxy/{request.RequestUri}");
        if (_client.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return await _client.HttpClient.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // The package throws for every answer that is not a success.
    private static async Task<HttpResponseMessage> AnswerAsync(Func<Task<HttpOperationResponse<Stream>>> ask)
    {
        try
        {
            var answer = await ask();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(answer.Body) };
        }
        catch (HttpOperationException e)
        {
            return new HttpResponseMessage(e.Response.StatusCode)
            {
                ReasonPhrase = e.Response.ReasonPhrase,
                Content = new StringContent(e.Response.Content ?? ""),
            };
        }
    }
}
