using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Network;

namespace BigBen.Tests.Network;

public class RoutingTableTests
{
    [Theory]
    [InlineData("a.test", "/", "root")]
    [InlineData("a.test", "/foo", "exact")]
    [InlineData("a.test", "/foo/", "foo")]
    [InlineData("a.test", "/foo/bar", "bar")]
    [InlineData("a.test", "/foo/bar/baz", "bar")]
    [InlineData("a.test", "/foo/barbaz", "foo")]
    [InlineData("a.test", "/foobar", "root")]
    [InlineData("x.wild.test", "/any", "wild")]
    [InlineData("x.y.wild.test", "/any", "none")]
    [InlineData("wild.test", "/any", "none")]
    [InlineData("narrow.test", "/only", "only")]
    [InlineData("narrow.test", "/other", "none")]
    [InlineData("unknown.test", "/", "none")]
    [InlineData("fallback.test", "/other", "fallback")]
    public void The_narrowest_rule_takes_a_request(string host, string path, string expected) =>
        (Table("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: a }
            spec:
              rules:
              - host: A.test
                http:
                  paths:
                  - { path: /, pathType: Prefix, backend: { service: { name: root, port: { number: 80 } } } }
                  - { path: /foo, pathType: Prefix, backend: { service: { name: foo, port: { number: 80 } } } }
                  - { path: /foo/bar/, pathType: Prefix, backend: { service: { name: bar, port: { number: 80 } } } }
                  - { path: /foo, pathType: Exact, backend: { service: { name: exact, port: { number: 80 } } } }
              - { host: "*.wild.test", http: { paths: [ { path: /, pathType: Prefix, backend: { service: { name: wild, port: { number: 80 } } } } ] } }
              - { host: narrow.test, http: { paths: [ { path: /only, pathType: Prefix, backend: { service: { name: only, port: { number: 80 } } } } ] } }
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: b }
            spec:
              defaultBackend: { service: { name: fallback, port: { number: 80 } } }
              rules:
              - { host: fallback.test, http: { paths: [ { path: /x, pathType: Exact, backend: { service: { name: x, port: { number: 80 } } } } ] } }
            """).Match(host, path)?.Backend.Service ?? "none").ShouldBe(expected);

    [Fact]
    public void A_default_backend_without_rules_takes_every_host() =>
        Table("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: a }
            spec: { defaultBackend: { service: { name: all, port: { number: 80 } } } }
            """).Match("any.test", "/x")!.Backend.Service.ShouldBe("all");

    private static RoutingTable Table(string yaml) =>
        new(1, [.. Manifest.ParseAll(yaml, "x.yaml", "developer").Select(manifest => (manifest.Key, ObjectSpec.Read(manifest).Spec))], []);
}
