using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.Foundation;

namespace BigBen.Tests.ApiServer;

/// <summary>82 requests and what a real Kubernetes answered to each, in the order in which they were asked.</summary>
public partial class RequestsTests
{
    private const string Uid = "3c2731aa-2230-4599-82a7-f03fbb251cb7";
    private const string Pod = "service-a-8dd95887b-srsjm";

    // The program that sent the requests is the manager of what it wrote.
    private static readonly (string Name, string Value) Client = ("User-Agent", "curl/8.14.1");

    /// <summary>Where the code and the reason are the same and the words are others, and why.</summary>
    private static readonly Dictionary<string, string> Differs = new()
    {
        ["pod spec is immutable"] = "no difference of Go's own objects is shown",
        ["accept"] = "no protobuf is written",
        ["not JSON"] = "the parser's own words",
        ["bad continue"] = "the parser's own words",
        ["who am I"] = "another user",
        ["may I"] = "another user",
        ["livez"] = "other checks",
        ["table that cannot be"] = "another server",
    };

    /// <summary>What is not offered, which a Status says.</summary>
    private static readonly Dictionary<string, (int Code, string Reason)> NotOffered = new()
    {
        ["accept protobuf"] = (406, "NotAcceptable"),
    };

    [Fact]
    public async Task Every_recorded_request_is_answered_as_Kubernetes_answers_it()
    {
        await using var api = await TestApi.StartAsync(history: 5, "developer", "production", "argocd");
        var known = await SeedAsync(api);
        var wrong = new List<string>();
        foreach (var line in Golden.Lines("errors/requests.jsonl"))
        {
            var recorded = Golden.Node(line)!;
            var what = recorded["what"]!.GetValue<string>();
            var (code, type, answer) = await AskAsync(api, recorded, known);
            if (NotOffered.TryGetValue(what, out var status))
                (code, Reason(answer)).ShouldBe(status, what);
            else if (Differs.ContainsKey(what))
                (code, Reason(answer)).ShouldBe((recorded["code"]!.GetValue<int>(), Reason($"{recorded["answer"]}")), what);
            else if (Difference(recorded, code, type, answer) is { } difference)
                wrong.Add($"{what}: {difference}");
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
    }

    /// <summary>What stood there when the answers were recorded; maps what was recorded of it to what it is here.</summary>
    private static async Task<Dictionary<string, string>> SeedAsync(TestApi api)
    {
        const string note = """{ "metadata": { "name": "note" }, "data": { "A": "1" } }""";
        using var made = await api.SendAsync("POST", "/api/v1/namespaces/developer/configmaps", note, header: Client);
        var metadata = JsonNode.Parse(await made.Content.ReadAsStringAsync())!["metadata"]!;
        api.Create("v1", "configmaps", "developer", """{ "metadata": { "name": "n2" } }""");
        api.Create("v1", "pods", "argocd", """{ "metadata": { "name": "argocd-application-controller-0" } }""");
        api.Create("v1", "pods", "developer", $$"""
            { "metadata": { "name": "{{Pod}}" }, "spec": { "nodeName": "big-ben", "containers": [{ "name": "service-a", "image": "a" }] } }
            """);
        api.Create("apps/v1", "deployments", "developer", """
            {
              "metadata": { "name": "service-a" },
              "spec": {
                "replicas": 1,
                "selector": { "matchLabels": { "app.kubernetes.io/instance": "service-a", "app.kubernetes.io/name": "service-a" } },
                "template": {
                  "metadata": {
                    "labels": {
                      "app.kubernetes.io/component": "service", "app.kubernetes.io/instance": "service-a",
                      "app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/name": "service-a",
                      "app.kubernetes.io/part-of": "big-ben", "app.kubernetes.io/version": "9fc8593", "helm.sh/chart": "app-1.0.0"
                    }
                  },
                  "spec": {
                    "containers": [{ "name": "service-a", "image": "a", "env": [{ "name": "APP_VERSION", "value": "1" }] }]
                  }
                }
              }
            }
            """);
        api.Update(
            "apps/v1", "deployments", "developer", "service-a", value => value["status"] = new JsonObject { ["replicas"] = 1 }, "status");
        return new Dictionary<string, string>
        {
            [Uid] = metadata["uid"]!.GetValue<string>(),
            ["\"2154\""] = $"\"{metadata["resourceVersion"]}\"",
        };
    }

    private static async Task<(int Code, string? Type, string Answer)> AskAsync(
        TestApi api, JsonNode recorded, Dictionary<string, string> known)
    {
        var what = recorded["what"]!.GetValue<string>();
        var body = recorded["body"]?.GetValue<string>();
        foreach (var (then, now) in known)
            body = body?.Replace(then, now, StringComparison.Ordinal);
        using var response = await api.SendAsync(
            recorded["method"]!.GetValue<string>(),
            recorded["path"]!.GetValue<string>(),
            body,
            recorded["contentType"]?.GetValue<string>(),
            recorded["accept"]?.GetValue<string>(),
            what switch { "no credentials" => "", "a bad token" => "wrong", _ => null },
            Client);
        var answer = await response.Content.ReadAsStringAsync();
        foreach (var (then, now) in known)
            answer = answer.Replace(now, then, StringComparison.Ordinal);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), answer);
    }

    private static string? Difference(JsonNode recorded, int code, string? type, string answer)
    {
        if (code != recorded["code"]!.GetValue<int>())
            return $"{code} instead of {recorded["code"]}: {answer}";
        if (recorded["answerType"] is { } answerType && answerType.GetValue<string>() != type)
            return $"{type} instead of {answerType}";
        var expected = recorded["answer"]!;
        // A text is what was no JSON, what was cut, or the head and body of an answer.
        if (expected is JsonValue text)
        {
            var recordedText = text.GetValue<string>();
            if (recordedText.EndsWith('…'))
            {
                var kind = JsonNode.Parse(answer)!["kind"]!.GetValue<string>();
                return recordedText.Contains($"\"kind\": \"{kind}\"", StringComparison.Ordinal) ? null : $"another kind: {answer}";
            }

            if (type == "application/yaml")
                return JsonNode.DeepEquals(Masked(Yaml(recordedText)), Masked(Yaml(answer))) ? null : $"{answer} instead of {recordedText}";
            if (!recordedText.StartsWith("HTTP/2", StringComparison.Ordinal))
                return Mask(recordedText) == Mask(answer) ? null : $"{answer} instead of {recordedText}";
            expected = JsonNode.Parse(recordedText[recordedText.IndexOf("\n\n", StringComparison.Ordinal)..])!;
        }

        var (wanted, given) = (Masked(expected), Masked(JsonNode.Parse(answer)!));
        return JsonNode.DeepEquals(wanted, given) ? null : $"{given.ToJsonString()} instead of {wanted.ToJsonString()}";
    }

    // Texts that are not JSON have none.
    private static string? Reason(string answer) =>
        answer.StartsWith('{') ? JsonNode.Parse(answer)!["reason"]?.GetValue<string>() : null;

    private static JsonNode Yaml(string text) => YamlReader.Documents(text, "the answer").Single().Body;

    private static JsonNode Masked(JsonNode node)
    {
        switch (node)
        {
            case JsonObject value:
                foreach (var name in value.Select(pair => pair.Key).ToList())
                {
                    if (name is "uid" or "resourceVersion" or "creationTimestamp" or "time" or "name" && value[name] is JsonValue)
                        value[name] = Mask(value[name]!.GetValue<string>());
                    else if (name == "message")
                        value[name] = Mask(value[name]!.GetValue<string>());
                    else if (value[name] is { } child)
                        value[name] = Masked(child.DeepClone());
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                    array[i] = Masked(array[i]!.DeepClone());
                break;
        }

        return node;
    }

    // Uids, versions and times of two servers never agree.
    private static string Mask(string text) =>
        Times().Replace(Versions().Replace(Uids().Replace(Made().Replace(text, "n-*"), "uid"), "*"), "time");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uids();

    [GeneratedRegex(@"(?<=^|current: |resourceVersion: ""|\()\d+(?=$|\)|"")")]
    private static partial Regex Versions();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Times();

    [GeneratedRegex("^n-[a-z0-9]{5}$")]
    private static partial Regex Made();
}
