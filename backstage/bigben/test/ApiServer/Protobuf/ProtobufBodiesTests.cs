using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Protobuf;

namespace BigBen.Tests.ApiServer.Protobuf;

/// <summary>Bodies in protobuf, which client-go programs send wherever they can.</summary>
public class ProtobufBodiesTests
{
    private const string Both = "application/vnd.kubernetes.protobuf,application/json";

    [Theory]
    [InlineData("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews")]
    [InlineData("authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews")]
    [InlineData("authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews")]
    [InlineData("authorization.k8s.io/v1", "LocalSubjectAccessReview", "namespaces/developer/localsubjectaccessreviews")]
    [InlineData("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews")]
    [InlineData("authentication.k8s.io/v1", "TokenReview", "tokenreviews")]
    public async Task Reviews_are_answered_in_JSON(string apiVersion, string kind, string path)
    {
        await using var api = await TestApi.StartAsync("developer");
        var asked = new ProtobufWriter().Add(2, new ProtobufWriter().Add(2, new ProtobufWriter().Add(1, "/livez").Add(2, "get")));
        var body = Envelope(apiVersion, kind, kind.EndsWith("AccessReview", StringComparison.Ordinal) ? asked : new ProtobufWriter());

        var (code, answer) = await api.AskAsync("POST", $"/apis/{apiVersion}/{path}", body, ProtobufReader.MediaType, Both);

        code.ShouldBe(201);
        answer["kind"]!.GetValue<string>().ShouldBe(kind);
        answer["status"]!.AsObject().Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_client_that_reads_protobuf_alone_gets_nothing()
    {
        await using var api = await TestApi.StartAsync();
        var body = Envelope("authentication.k8s.io/v1", "SelfSubjectReview", new ProtobufWriter());

        var (code, answer) = await api.AskAsync(
            "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", body, ProtobufReader.MediaType, ProtobufReader.MediaType);

        code.ShouldBe(406);
        answer["reason"]!.GetValue<string>().ShouldBe("NotAcceptable");
    }

    [Fact]
    public async Task Kinds_that_are_not_read_say_so_and_what_was_cut_is_refused()
    {
        await using var api = await TestApi.StartAsync("developer");
        const string path = "/apis/apps/v1/namespaces/developer/replicasets";

        var (code, answer) = await api.AskAsync(
            "POST", path, Envelope("apps/v1", "ReplicaSet", new ProtobufWriter()), ProtobufReader.MediaType, Both);
        (code, answer["reason"]!.GetValue<string>()).ShouldBe((415, "UnsupportedMediaType"));

        (code, answer) = await api.AskAsync("POST", path, "k8s\0\n", ProtobufReader.MediaType, Both);
        (code, answer["reason"]!.GetValue<string>()).ShouldBe((400, "BadRequest"));
    }

    [Fact]
    public async Task Deletions_and_evictions_are_done_as_they_say()
    {
        await using var api = await TestApi.StartAsync("developer");
        foreach (var name in (string[])["one", "two"])
        {
            api.Create("v1", "pods", "developer", $$"""
                { "metadata": { "name": "{{name}}" }, "spec": { "containers": [{ "name": "main", "image": "a:1" }] } }
                """);
        }

        var options = new ProtobufWriter().Add(2, new ProtobufWriter().Add(1, "another"));
        var (code, answer) = await api.AskAsync(
            "DELETE", "/api/v1/namespaces/developer/pods/one", Envelope("v1", "DeleteOptions", options), ProtobufReader.MediaType, Both);
        (code, answer["reason"]!.GetValue<string>()).ShouldBe((409, "Conflict"));

        var eviction = new ProtobufWriter().Add(1, new ProtobufWriter().Add(1, "two").Add(3, "developer"));
        (code, _) = await api.AskAsync(
            "POST",
            "/api/v1/namespaces/developer/pods/two/eviction",
            Envelope("policy/v1", "Eviction", eviction),
            ProtobufReader.MediaType,
            Both);
        code.ShouldBe(201);
        api.Store.Find(TestApi.Resource("v1", "pods"), "developer", "two").ShouldBeNull();
    }

    [Fact]
    public void A_subject_keeps_its_groups_and_extra_fields()
    {
        var spec = new ProtobufWriter()
            .Add(1, new ProtobufWriter().Add(2, "list").Add(5, "pods").Add(9, new ProtobufWriter().Add(1, "app=web")))
            .Add(3, "jo")
            .Add(4, "dev")
            .Add(5, new ProtobufWriter().Add(1, "scopes").Add(2, new ProtobufWriter().Add(1, "a").Add(1, "b")));

        var read = ProtobufReader.Read(Encoding.ASCII.GetBytes(
            Envelope("authorization.k8s.io/v1", "SubjectAccessReview", new ProtobufWriter().Add(2, spec))));

        JsonNode.DeepEquals(read["spec"], JsonNode.Parse("""
            { "resourceAttributes": { "verb": "list", "resource": "pods", "labelSelector": { "rawSelector": "app=web" } },
              "user": "jo", "groups": ["dev"], "extra": { "scopes": ["a", "b"] } }
            """)).ShouldBeTrue(read.ToJsonString());
    }

    // Everything that is written here is ASCII.
    private static string Envelope(string apiVersion, string kind, ProtobufWriter raw)
    {
        var type = new ProtobufWriter().Add(1, apiVersion).Add(2, kind);
        return "k8s\0" + Encoding.ASCII.GetString(new ProtobufWriter().Add(1, type).Add(2, raw).ToArray());
    }
}
