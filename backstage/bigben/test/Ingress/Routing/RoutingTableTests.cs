using System.Text.Json;
using BigBen.Ingress.Routing;

namespace BigBen.Tests.Ingress.Routing;

public class RoutingTableTests
{
    private const string Rules = """
        { "spec": { "rules": [
          { "host": "A.test", "http": { "paths": [
            { "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "root", "port": { "number": 80 } } } },
            { "path": "/foo", "pathType": "Prefix", "backend": { "service": { "name": "foo", "port": { "number": 80 } } } },
            { "path": "/foo/bar/", "pathType": "Prefix", "backend": { "service": { "name": "bar", "port": { "number": 80 } } } },
            { "path": "/foo", "pathType": "Exact", "backend": { "service": { "name": "exact", "port": { "number": 80 } } } } ] } },
          { "host": "*.wild.test", "http": { "paths": [
            { "path": "/", "pathType": "Prefix", "backend": { "service": { "name": "wild", "port": { "number": 80 } } } } ] } },
          { "host": "narrow.test", "http": { "paths": [
            { "path": "/only", "pathType": "Prefix", "backend": { "service": { "name": "only", "port": { "number": 80 } } } } ] } } ] } }
        """;

    private const string Fallback = """
        { "spec": {
          "defaultBackend": { "service": { "name": "fallback", "port": { "number": 80 } } },
          "rules": [ { "host": "fallback.test", "http": { "paths": [
            { "path": "/x", "pathType": "Exact", "backend": { "service": { "name": "x", "port": { "number": 80 } } } } ] } } ] } }
        """;

    private const string Everything = """{ "spec": { "defaultBackend": { "service": { "name": "all", "port": { "number": 80 } } } } }""";

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
        (Table(Rules, Fallback).Match(host, path, out _)?.Service ?? "none").ShouldBe(expected);

    [Fact]
    public void A_default_backend_without_rules_takes_every_host() =>
        Table(Everything).Match("any.test", "/x", out _)!.Service.ShouldBe("all");

    [Fact]
    public void A_host_is_known_whatever_the_path()
    {
        Table(Rules).Match("narrow.test", "/other", out var isKnown).ShouldBeNull();
        isKnown.ShouldBeTrue();
        Table(Rules).Match("unknown.test", "/", out isKnown).ShouldBeNull();
        isKnown.ShouldBeFalse();
    }

    private static RoutingTable Table(params string[] ingresses)
    {
        var rules = new IngressRules((_, _) => null);
        foreach (var ingress in ingresses)
            rules.Add(JsonDocument.Parse(ingress).RootElement);
        return new RoutingTable(rules.Hosts, []);
    }
}
