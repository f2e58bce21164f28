using System.Text.Json.Nodes;
using BigBen.Manifests;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Translating;

public sealed class TranslationTests
{
    private const string Objects = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, labels: {one: "1"}}
        data: {x: "1", y: "2"}
        list: [{p: 1, q: 2}, {p: 3}]
        empty: {}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: b}
        """;

    private readonly Translation _translation = new(Manifest.ParseAll(Objects, "test", "here"));

    [Fact]
    public void What_nobody_takes_is_left_whole() =>
        _translation.Left().ShouldBe(["ConfigMap a", "Secret b"]);

    [Fact]
    public void What_is_left_is_told_by_the_highest_field_of_which_nothing_was_taken()
    {
        var map = _translation.Find("ConfigMap", "a")!;
        map.TakeIdentity();
        map.At("data")!.Take("x");
        map.Items("list")[0].Take("q");

        _translation.Left().ShouldBe(
        [
            "ConfigMap a: metadata.labels = {\"one\":\"1\"}", "ConfigMap a: data.y = \"2\"", "ConfigMap a: list[0].p = 1",
            "ConfigMap a: list[1] = {\"p\":3}", "ConfigMap a: empty = {}", "Secret b",
        ]);
    }

    [Fact]
    public void An_entry_of_a_Secret_is_asked_for_once_by_the_name_that_the_service_has_it_by()
    {
        const string pods = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: database}
            spec:
              template:
                spec:
                  containers:
                    - env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: one, key: password}}}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: service}
            spec:
              template:
                spec:
                  initContainers:
                    - env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: other, key: password}}}]
                  containers:
                    - env: [{name: PLAIN, value: x}, {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: one, key: password}}}]
            """;

        new Translation(Manifest.ParseAll(pods, "test", "here")).AskedSecrets.ShouldBe(
            new Dictionary<(string Secret, string Key), string>
            {
                [("one", "password")] = "DB_PASSWORD",
                [("other", "password")] = "other_password",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Pods_are_told_of_Services_that_have_an_address_with_all_their_ports()
    {
        const string services = """
            apiVersion: v1
            kind: Service
            metadata: {name: one}
            spec:
              selector: {a: b}
              ports: [{name: http, port: 80, targetPort: 8011}, {port: 53, protocol: UDP}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless}
            spec: {selector: {a: b}, clusterIP: None, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: outside}
            spec: {ports: [{port: 80}]}
            """;

        var (name, ports) = new Translation(Manifest.ParseAll(services, "test", "here")).Services.ShouldHaveSingleItem();

        name.ShouldBe("one");
        ports.ShouldBe([new("http", 80, 80), new("", 53, 53, "UDP")]);
    }

    [Fact]
    public void Labels_are_taken_once_from_all_that_is_expressed_where_they_are_the_same()
    {
        var map = _translation.Find("ConfigMap", "a")!;
        _translation.TakeLabels(new JsonObject { ["one"] = "1" });
        map.At("metadata")!.Peek("labels").ShouldNotBeNull("nothing of it is expressed yet");
        map.TakeIdentity();
        _translation.TakeLabels(new JsonObject { ["one"] = "2" });
        map.At("metadata")!.Peek("labels").ShouldNotBeNull();

        _translation.TakeLabels(new JsonObject { ["one"] = "1" });
        map.At("metadata")!.Peek("labels").ShouldBeNull();
    }
}
