using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer;
using BigBen.ApiServer.Access;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Hostile.Sockets;

namespace BigBen.Tests.ApiServer;

/// <summary>An API server of a test's own, and a client that trusts nothing but its certificate.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly TestDirectory _directory;
    private readonly ApiServerHost _host;
    private readonly HttpClient _client;

    private TestApi(TestDirectory directory, ApiServerHost host, FakeKubelet kubelet)
    {
        _directory = directory;
        _host = host;
        Kubelet = kubelet;
        var admin = BigBen.ApiServer.Access.Kubeconfig.Read(host.Kubeconfig)!;
        _client = ClientOf(admin);
        Doors = new Doors(0, admin.Port, admin.Token, "", admin.Authority);
    }

    public IObjectStore Store => _host.Store;

    public FakeKubelet Kubelet { get; }

    public string Kubeconfig => _host.Kubeconfig;

    /// <summary>Who may come in.</summary>
    public UserAccounts Accounts => new(_directory["api"], Kubeconfig);

    /// <summary>The events of the audit log.</summary>
    public IReadOnlyList<JsonNode> Audited => File.Exists(_directory["api/audit.log"])
        ? [.. File.ReadLines(_directory["api/audit.log"]).Select(line => JsonNode.Parse(line)!)]
        : [];

    /// <summary>How it is reached by a socket.</summary>
    public Doors Doors { get; }

    public string Token => Doors.ApiToken;

    public static Task<TestApi> StartAsync(params string[] namespaces) => StartAsync(history: 1000, namespaces);

    public static Task<TestApi> StartAsync(int history, params string[] namespaces) =>
        StartAsync(history, TimeProvider.System, namespaces);

    public static Task<TestApi> StartAsync(TimeProvider clock, params string[] namespaces) =>
        StartAsync(history: 1000, clock, namespaces);

    public static Task<ApiServerHost> StartHostAsync(
        TestDirectory directory, FakeKubelet kubelet, int history = 1000, TimeProvider? clock = null) => ApiServerHost.StartAsync(
        new ApiServerOptions
        {
            Directory = directory["api"],
            Kubeconfig = directory["kubeconfig"],
            Logs = kubelet,
            Containers = kubelet,
            Metrics = kubelet,
            History = history,
            Clock = clock ?? TimeProvider.System,
        },
        CancellationToken.None);

    /// <summary>Makes a user.</summary>
    /// <returns>Its token.</returns>
    public async Task<string> GrantAsync(string name, bool readOnly = false, params PolicyRule[] rules)
    {
        await Accounts.GrantAsync(name, user => user with { ReadOnly = readOnly, Rules = rules }, CancellationToken.None);
        return BigBen.ApiServer.Access.Kubeconfig.Read(Accounts.KubeconfigOf(name))!.Token;
    }

    /// <summary>Makes an object without HTTP.</summary>
    public JsonElement Create(string apiVersion, string plural, string ns, string json) =>
        Store.Create(Resource(apiVersion, plural), ns, JsonNode.Parse(json)!.AsObject());

    /// <summary>Changes an object without HTTP.</summary>
    public JsonElement Update(
        string apiVersion, string plural, string ns, string name, Action<JsonObject> change, string subresource = "") =>
        Store.Update(
            Resource(apiVersion, plural),
            ns,
            name,
            value =>
            {
                change(value);
                return value;
            },
            new WriteOptions(Subresource: subresource));

    public static ApiResource Resource(string apiVersion, string plural) =>
        apiVersion.Split('/') is [var group, var version]
            ? ResourceCatalog.Find(group, version, plural)!
            : ResourceCatalog.Find("", apiVersion, plural)!;

    /// <summary>Sends a request, by default with the right token, and gives up after a while.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        string? body = null,
        string? contentType = "application/json",
        string? accept = null,
        string? token = null,
        (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token != "")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Sends a request and reads the JSON of its answer.</summary>
    public async Task<(int Code, JsonNode Answer)> AskAsync(
        string method,
        string path,
        string? body = null,
        string? contentType = "application/json",
        string? accept = null,
        string? token = null)
    {
        using var response = await SendAsync(method, path, body, contentType, accept, token);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Reads a watch as it comes, event by event.</summary>
    public async IAsyncEnumerable<JsonNode> WatchAsync(string path, string? accept = null, string? token = null)
    {
        using var response = await SendAsync("GET", path, accept: accept, token: token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
            yield return JsonNode.Parse(line)!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A client that trusts what a kubeconfig does, and shows no token by itself.</summary>
    internal static HttpClient ClientOf(BigBen.ApiServer.Access.Kubeconfig kubeconfig)
    {
        var authority = X509Certificate2.CreateFromPem(kubeconfig.Authority);
        var handler = new SocketsHttpHandler
        {
            // A hundred watches at a time are one connection's.
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{kubeconfig.Port}"),
            DefaultRequestVersion = new Version(2, 0),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    private static async Task<TestApi> StartAsync(int history, TimeProvider clock, string[] namespaces)
    {
        var directory = new TestDirectory();
        var kubelet = new FakeKubelet();
        var host = await StartHostAsync(directory, kubelet, history, clock);
        var api = new TestApi(directory, host, kubelet);
        foreach (var name in namespaces)
            api.Create("v1", "namespaces", "", $$"""{ "metadata": { "name": "{{name}}" } }""");
        return api;
    }
}
