using System.Text.Json;
using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>What a real kubectl makes of its own, which it sends as protobuf.</summary>
public class CreateTests
{
    private static readonly (string ApiVersion, string Plural, string[] Command)[] Made =
    [
        ("batch/v1", "jobs", ["job", "once", "--image=a:1", "--", "date", "-u"]),
        ("batch/v1", "cronjobs", ["cronjob", "nightly", "--image=a:1", "--schedule=0 3 * * *", "--", "date"]),
        ("v1", "services", ["service", "clusterip", "inside", "--tcp=80:8080"]),
        ("v1", "services", ["service", "nodeport", "outside", "--tcp=80:http"]),
        ("v1", "services", ["service", "externalname", "elsewhere", "--external-name=example.com"]),
        ("networking.k8s.io/v1", "ingresses", ["ingress", "web", "--rule=web.localhost/path*=inside:80,tls=own", "--class=traefik"]),
        ("policy/v1", "poddisruptionbudgets", ["poddisruptionbudget", "some", "--selector=app=web", "--min-available=50%"]),
        ("policy/v1", "poddisruptionbudgets", ["poddisruptionbudget", "few", "--selector=app=web", "--max-unavailable=1"]),
        ("v1", "serviceaccounts", ["serviceaccount", "robot"]),
        ("v1", "configmaps", ["configmap", "settings", "--from-literal=A=1"]),
        ("v1", "secrets", ["secret", "generic", "password", "--from-literal=A=1"]),
        ("apps/v1", "deployments", ["deployment", "web", "--image=a:1", "--replicas=2", "--port=8011"]),
    ];

    [KubectlFact]
    public async Task What_create_makes_is_kept_as_it_was_meant()
    {
        await using var api = await TestApi.StartAsync("lab");
        foreach (var (apiVersion, plural, command) in Made)
        {
            string[] create = ["-n", "lab", "create", .. command];
            var end = Array.IndexOf(create, "--");
            var meant = await Kubectl.RunAsync(
                api, create[..(end < 0 ? create.Length : end)].Concat(["--dry-run=client", "-o", "json"]).Concat(end < 0 ? [] : create[end..])
                    .ToArray());
            var result = await Kubectl.RunAsync(api, create);
            result.ExitCode.ShouldBe(0, $"{string.Join(' ', command)}: {result.Error}");

            var wanted = JsonNode.Parse(meant.Output)!.AsObject();
            wanted.Remove("status");
            var name = (string)wanted["metadata"]!["name"]!;
            var kept = JsonSerializer.SerializeToNode(api.Store.Find(TestApi.Resource(apiVersion, plural), "lab", name)!.Value);
            Missing(wanted, kept, plural).ShouldBeEmpty($"{string.Join(' ', command)}\n{kept}");
        }
    }

    /// <summary>What is not there, or another value; the server may add.</summary>
    private static IEnumerable<string> Missing(JsonNode? wanted, JsonNode? kept, string at) => wanted switch
    {
        JsonObject fields => fields.SelectMany(field => Missing(field.Value, kept is JsonObject o ? o[field.Key] : null, $"{at}.{field.Key}")),
        JsonArray items => items.SelectMany((item, i) => Missing(item, kept is JsonArray a && i < a.Count ? a[i] : null, $"{at}[{i}]")),
        null => [],
        _ => JsonNode.DeepEquals(wanted, kept) ? [] : [$"{at}: {kept?.ToJsonString() ?? "nothing"} instead of {wanted.ToJsonString()}"],
    };
}
