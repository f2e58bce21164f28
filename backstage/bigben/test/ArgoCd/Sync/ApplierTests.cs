using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Sync;

/// <summary>How objects are applied: as the sync's options say, and as the objects' own.</summary>
public sealed class ApplierTests : IDisposable
{
    private const string Frozen = ", \"immutable\": true";

    private readonly TestSync _sync = new();

    [Theory]
    [InlineData("{}", "", """{"a":"2","b":"theirs"}""", "configmap/x configured")]
    [InlineData("""{ "syncOptions": ["Replace=true"] }""", "", """{"a":"2"}""", "configmap/x replaced")]
    [InlineData("{}", "Replace=true", """{"a":"2"}""", "configmap/x replaced")]
    public void Replaced_objects_are_gits_alone(string sync, string options, string data, string message)
    {
        _sync.Begin("{}", TestSync.ConfigMap("x", """{ "a": "1" }"""));
        Edit(value => value["data"]!["b"] = "theirs");

        var progress = _sync.Begin(sync, TestSync.ConfigMap("x", """{ "a": "2" }""", options));

        progress.Results.ShouldHaveSingleItem().Message.ShouldBe(message);
        _sync.Find("x")!.Value.At("data")!.Value.GetRawText().ShouldBe(data);
    }

    [Theory]
    [InlineData("{}", "", false)]
    [InlineData("""{ "syncStrategy": { "hook": { "force": true } } }""", "", true)]
    [InlineData("""{ "syncStrategy": { "apply": { "force": true } } }""", "", true)]
    [InlineData("{}", "Force=true", true)]
    [InlineData("{}", "Replace=true", false)]
    [InlineData("{}", "Force=true,Replace=true", true)]
    public void What_cannot_be_changed_in_place_is_made_anew_where_that_is_asked_for(string sync, string options, bool isForced)
    {
        _sync.Begin("{}", TestSync.ConfigMap("x", """{ "a": "1" }""", "", Frozen));
        var before = _sync.Find("x")!.Value.TextAt("metadata", "uid");

        var progress = _sync.Begin(sync, TestSync.ConfigMap("x", """{ "a": "2" }""", options, Frozen));

        progress.Phase.ShouldBe(isForced ? OperationPhase.Succeeded : OperationPhase.Failed, progress.Message);
        (_sync.Find("x")!.Value.TextAt("metadata", "uid") == before).ShouldBe(!isForced);
        _sync.Find("x")!.Value.TextAt("data", "a").ShouldBe(isForced ? "2" : "1");
    }

    [Theory]
    [InlineData("""{ "syncStrategy": { "apply": { "force": true } } }""", "")]
    [InlineData("{}", "Force=true")]
    [InlineData("{}", "Force=true,Replace=true")]
    public void What_could_not_be_made_again_is_not_deleted(string sync, string options)
    {
        _sync.Begin("{}", TestSync.ConfigMap("x", """{ "a": "1" }"""));
        var before = _sync.Find("x")!.Value.TextAt("metadata", "uid");

        var progress = _sync.Begin(sync, TestSync.ConfigMap("x", """{ "no key": "2" }""", options));

        progress.Phase.ShouldBe(OperationPhase.Failed);
        progress.Message.ShouldContain("data[no key]: Invalid value");
        _sync.Find("x")!.Value.TextAt("metadata", "uid").ShouldBe(before);
    }

    [Theory]
    [InlineData("{}", """{"a":"2","theirs":"git's"}""")]
    [InlineData("""{ "syncOptions": ["RespectIgnoreDifferences=true"] }""", """{"a":"2","theirs":"theirs"}""")]
    public void Ignored_fields_stay_where_they_are_respected(string sync, string data)
    {
        _sync.Begin("{}", TestSync.ConfigMap("x", """{ "a": "1", "theirs": "git's" }"""));
        Edit(value => value["data"]!["theirs"] = "theirs");

        _sync.Begin(sync, TestSync.ConfigMap("x", """{ "a": "2", "theirs": "git's" }"""));

        _sync.Find("x")!.Value.At("data")!.Value.GetRawText().ShouldBe(data);
    }

    public void Dispose() => _sync.Dispose();

    private void Edit(Action<JsonObject> change) => _sync.Store.Update(
        TestApi.Resource("v1", "configmaps"),
        "developer",
        "x",
        value =>
        {
            change(value);
            return value;
        });
}
