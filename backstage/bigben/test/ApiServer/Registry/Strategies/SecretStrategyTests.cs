using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.Manifests;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Registry.Strategies;

public sealed class SecretStrategyTests : IDisposable
{
    private static readonly ApiResource Secrets = TestApi.Resource("v1", "secrets");
    private static readonly WriteOptions Strict = new(Validation: FieldValidation.Strict);

    private readonly TestDirectory _directory = new();
    private readonly ObjectStorage _storage;
    private readonly ObjectStore _store;

    public SecretStrategyTests()
    {
        _storage = ObjectStorage.Open(_directory["objects.db"], history: 100);
        _store = new ObjectStore(_storage, new ManualClock());
        _store.Create(TestApi.Resource("v1", "namespaces"), "", Parse("""{ "metadata": { "name": "developer" } }"""));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Text_becomes_data_wins_over_it_and_is_told_no_more()
    {
        var made = Create("""
            {
              "metadata": { "name": "a" }, "data": { "one": "MQ==", "two": "MQ==" }, "stringData": { "two": "zwei", "three": "" }
            }
            """);

        made.At("stringData").ShouldBeNull();
        made.At("data")!.Value.GetRawText().ShouldBe("""{"one":"MQ==","two":"endlaQ==","three":""}""");
        made.TextAt("type").ShouldBe("Opaque");
    }

    [Fact]
    public void A_change_of_text_is_a_change_of_data()
    {
        Create("""{ "metadata": { "name": "a" }, "data": { "one": "MQ==", "two": "MQ==" } }""");

        var changed = Update(secret => secret["stringData"] = new JsonObject { ["two"] = "2" });

        changed.At("stringData").ShouldBeNull();
        changed.At("data")!.Value.GetRawText().ShouldBe("""{"one":"MQ==","two":"Mg=="}""");
    }

    [Fact]
    public void Its_type_stays_and_what_was_made_immutable_stays_whole()
    {
        Create("""{ "metadata": { "name": "a" }, "stringData": { "one": "1" } }""");

        Should.Throw<StatusException>(() => Update(secret => secret["type"] = "mine/type")).Message.ShouldContain("field is immutable");
        Update(secret => secret.Remove("type")).TextAt("type").ShouldBe("Opaque");
        Update(secret => secret["immutable"] = true);
        Should.Throw<StatusException>(() => Update(secret => secret["stringData"] = new JsonObject { ["one"] = "2" })).Message
            .ShouldContain("field is immutable when `immutable` is set");
        // The same value is no change.
        Update(secret => secret["stringData"] = new JsonObject { ["one"] = "1" });
    }

    [Fact]
    public void Text_that_is_none_is_refused()
    {
        Should.Throw<StatusException>(() => Create("""{ "metadata": { "name": "a" }, "stringData": { "one": 1 } }""")).Status.Code
            .ShouldBe(400);
        Should.Throw<StatusException>(() => Create("""{ "metadata": { "name": "a" }, "stringData": { "a b": "1" } }""")).Status.Code
            .ShouldBe(422);
    }

    [Fact]
    public void A_Secret_of_git_that_has_text_is_as_it_is_asked_for()
    {
        var wanted = Wanted("\"one\"");
        var live = _store.Create(Secrets, "developer", wanted.Body.DeepClone().AsObject(), Strict);

        ResourceComparison.Differs(wanted, live, IgnoredDifferences.None).ShouldBeFalse();
        ResourceComparison.Differs(Wanted("two"), live, IgnoredDifferences.None).ShouldBeTrue();
    }

    [Fact]
    public void What_is_no_text_in_git_is_left_for_the_API_to_refuse() =>
        Should.Throw<StatusException>(() => _store.Create(Secrets, "developer", Wanted("1").Body.DeepClone().AsObject(), Strict)).Message
            .ShouldContain("stringData");

    private static TargetObject Wanted(string text) => TargetObject.Of("app", Manifest.ParseAll($$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: a }
        stringData: { one: {{text}} }
        """, "secret.yaml", "developer").Single());

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private JsonElement Create(string json) => _store.Create(Secrets, "developer", Parse(json), Strict);

    private JsonElement Update(Action<JsonObject> change) =>
        _store.Update(
            Secrets,
            "developer",
            "a",
            secret =>
            {
                change(secret);
                return secret;
            },
            Strict);
}
