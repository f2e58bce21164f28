using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
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
        DeleteApplication();
        if (approved is not null)
        {
            _sync.Store.Update(Applications, "argocd", "a", value =>
            {
                value["metadata"]!["annotations"] = new JsonObject { ["argocd.argoproj.io/deletion-approved"] = approved };
                return value;
            });
        }

        Finish();

        new[] { _sync.Find("one"), _sync.Find("other") }.ShouldAllBe(found => (found == null) == goes);
    }

    [Theory]
    [InlineData("argocd.argoproj.io/sync-options", "Prune=false, Delete=false")]
    [InlineData("helm.sh/resource-policy", "keep")]
    public void What_is_to_be_kept_stays_and_the_Application_goes(string annotation, string value)
    {
        _sync.Begin("{}", TestSync.ConfigMap("one", "{}"), TestSync.ConfigMap("other", "{}"));
        Edit("one", metadata => metadata["annotations"]![annotation] = value);
        DeleteApplication();

        Finish();
        Finish();

        _sync.Find("one").ShouldNotBeNull();
        _sync.Find("other").ShouldBeNull();
        _sync.Store.Find(Applications, "argocd", "a").ShouldBeNull();
    }

    [Fact]
    public void What_was_synced_last_goes_first_and_is_waited_for()
    {
        _sync.Begin("{}", TestSync.ConfigMap("first", "{}"), TestSync.ConfigMap("last", "{}"));
        Edit("last", metadata =>
        {
            metadata["annotations"]!["argocd.argoproj.io/sync-wave"] = "1";
            metadata["finalizers"] = new JsonArray("example.com/held");
        });
        DeleteApplication();

        Finish();
        Finish();
        _sync.Find("last")!.Value.IsTerminating().ShouldBeTrue();
        _sync.Find("first")!.Value.IsTerminating().ShouldBeFalse();

        Edit("last", metadata => metadata.Remove("finalizers"));
        Finish();
        _sync.Find("first").ShouldBeNull();
    }

    public void Dispose() => _sync.Dispose();

    private void DeleteApplication()
    {
        _sync.Store.Create(TestApi.Resource("v1", "namespaces"), "", Parse("""{ "metadata": { "name": "argocd" } }"""));
        _sync.Store.Create(
            Applications,
            "argocd",
            Parse("""{ "metadata": { "name": "a", "finalizers": ["resources-finalizer.argocd.argoproj.io/background"] }, "spec": {} }"""));
        _sync.Store.Delete(Applications, "argocd", "a");
    }

    private void Finish() => new Finalizer(_sync.Store).Finish(_sync.Store.Find(Applications, "argocd", "a")!.Value);

    private void Edit(string name, Action<JsonObject> change) =>
        _sync.Store.Update(TestApi.Resource("v1", "configmaps"), "developer", name, value =>
        {
            change(value["metadata"]!.AsObject());
            return value;
        });

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
