using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Reconciling;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ArgoCd.Sync;

namespace BigBen.Tests.ArgoCd.Reconciling;

public sealed class FinalizerTests : IDisposable
{
    private static readonly ApiResource Applications = TestApi.Resource("argoproj.io/v1alpha1", "applications");

    private readonly TestSync _sync = new();

    [Theory]
    [InlineData("", null, true)]
    [InlineData("Delete=confirm", null, false)]
    [InlineData("Delete=confirm", "2020-01-01T00:00:00Z", false)]
    [InlineData("Delete=confirm", "2999-01-01T00:00:00Z", true)]
    public void What_an_Application_had_goes_with_it_once_that_is_approved_of(string options, string? approved, bool goes)
    {
        _sync.Begin("{}", TestSync.ConfigMap("one", "{}", options), TestSync.ConfigMap("other", "{}"));
        _sync.Store.Create(TestApi.Resource("v1", "namespaces"), "", Parse("""{ "metadata": { "name": "argocd" } }"""));
        _sync.Store.Create(
            Applications,
            "argocd",
            Parse("""{ "metadata": { "name": "a", "finalizers": ["resources-finalizer.argocd.argoproj.io/background"] }, "spec": {} }"""));
        _sync.Store.Delete(Applications, "argocd", "a");
        if (approved is not null)
        {
            _sync.Store.Update(Applications, "argocd", "a", value =>
            {
                value["metadata"]!["annotations"] = new JsonObject { ["argocd.argoproj.io/deletion-approved"] = approved };
                return value;
            });
        }

        new Finalizer(_sync.Store).Finish(_sync.Store.Find(Applications, "argocd", "a")!.Value);

        new[] { _sync.Find("one"), _sync.Find("other") }.ShouldAllBe(found => (found == null) == goes);
    }

    public void Dispose() => _sync.Dispose();

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
