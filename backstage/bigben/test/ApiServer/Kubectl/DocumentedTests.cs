using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.ApiServer.Kubectl;

/// <summary>The commands of the documents that need no running pod, as a reader types them.</summary>
public sealed partial class DocumentedTests : IDisposable
{
    // The other verbs need a container that runs, or are only mentioned; they have tests of their own.
    private static readonly string[] Run = ["get", "describe", "create", "label", "rollout"];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [KubectlFact]
    public async Task What_the_documents_say_of_kubectl_works()
    {
        await using var api = await TestApi.StartAsync("argocd", "developer", "production");
        api.Create("v1", "nodes", "", """{ "metadata": { "name": "hello" } }""");
        const string spec = """{ "containers": [{ "name": "main", "image": "hello:v1" }] }""";
        api.Create("v1", "pods", "developer", $$"""{ "metadata": { "name": "hello" }, "spec": {{spec}} }""");
        foreach (var name in new[] { "service-a", "orders" })
        {
            api.Create("apps/v1", "deployments", "developer", $$"""
                {
                  "metadata": { "name": "{{name}}" },
                  "spec": {
                    "selector": { "matchLabels": { "app": "a" } },
                    "template": { "metadata": { "labels": { "app": "a" } }, "spec": {{spec}} }
                  }
                }
                """);
        }

        api.Create("batch/v1", "cronjobs", "developer", $$"""
            {
              "metadata": { "name": "orders-db-backup" },
              "spec": {
                "schedule": "@daily",
                "jobTemplate": { "spec": { "template": { "spec": { "restartPolicy": "Never", {{spec[1..]}} } } }
              }
            }
            """);
        Directory.CreateDirectory(_temp["bin"]);
        File.CreateSymbolicLink(_temp["bin/kubectl"], Kubectl.CommandFor(api.Kubeconfig).Program);

        var commands = Commands().Distinct().ToList();
        commands.Count.ShouldBeGreaterThan(7);
        foreach (var command in commands)
        {
            var result = await Kubectl.RunAsync(new Command("sh", "-c", command)
            {
                WorkingDirectory = _temp.Path,
                Environment = new Dictionary<string, string?>
                {
                    ["PATH"] = $"{_temp["bin"]}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                    ["KUBECONFIG"] = api.Kubeconfig,
                    ["HOME"] = _temp.Path,
                },
            });
            result.ExitCode.ShouldBe(0, $"{command}: {result.Error}");
        }
    }

    private static IEnumerable<string> Commands() => Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md")
        .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
        .Order(StringComparer.Ordinal)
        .SelectMany(file => Command().Matches(File.ReadAllText(file)))
        .Select(found => Blanks().Replace(found.Groups["command"].Value, " ").Trim().Replace("NAME", "hello", StringComparison.Ordinal))
        .Where(command => command.Split(' ') is [_, var verb, _, _, ..] && Run.Contains(verb));

    // In a line of its own, less what is said of it, or in a sentence, where a line may end within.
    [GeneratedRegex(@"^    (?<command>kubectl [^#\n]+)|`(?<command>kubectl [^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
