using System.Text.Json;
using BigBen.Ingress.Listening;
using BigBen.Platforms.Existing.Rights;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Platforms.Existing.Rights;

/// <summary>A cluster that has an Argo CD and nothing else, and allows everything but one right.</summary>
internal sealed class FakeReviews : IAsyncDisposable
{
    private readonly string _argoCd;
    private LoopbackServer? _server;

    private FakeReviews(string argoCd) => _argoCd = argoCd;

    /// <summary>The right that its user does not have; null for none.</summary>
    internal Right? Denied { get; set; }

    internal string Kubeconfig => $$"""
        {
          apiVersion: v1, kind: Config, current-context: a, contexts: [{ name: a, context: { cluster: a, user: a } }],
          clusters: [{ name: a, cluster: { server: "http://127.0.0.1:{{_server!.Port}}" } }], users: [{ name: a, user: { token: a } }]
        }
        """;

    internal static async Task<FakeReviews> StartAsync(string argoCd)
    {
        var fake = new FakeReviews(argoCd);
        fake._server = await LoopbackServer.StartAsync(0, useIPv6: false, fake.AnswerAsync, CancellationToken.None);
        return fake;
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        {
            using var review = await JsonDocument.ParseAsync(http.Request.Body);
            var asked = review.RootElement.GetProperty("spec").GetProperty("resourceAttributes");
            var sub = Text(asked, "subresource");
            var resource = sub.Length == 0 ? Text(asked, "resource") : $"{Text(asked, "resource")}/{sub}";
            var isDenied = Denied is { } right
                && (right.Verb, right.Group, right.Resource, right.Namespace)
                    == (Text(asked, "verb"), Text(asked, "group"), resource, Text(asked, "namespace"));
            await http.Response.WriteAsJsonAsync(new
            {
                apiVersion = "authorization.k8s.io/v1",
                kind = "SelfSubjectAccessReview",
                status = new { allowed = !isDenied },
            });
        }
        else if (http.Request.Path == "/apis/apps/v1/statefulsets")
        {
            var controller = new { metadata = new { name = "argocd-application-controller", @namespace = _argoCd } };
            await http.Response.WriteAsJsonAsync(new { items = new[] { controller } });
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static string Text(JsonElement value, string field) =>
        value.TryGetProperty(field, out var text) ? text.GetString() ?? "" : "";
}
