using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Tests.Scenario;
using BigBen.Tests.Verbs.Export;
using BigBen.Verbs;
using BigBen.Verbs.Usage;

namespace BigBen.Tests.Workflows;

/// <summary>What the pipeline on GitLab promises by its form.</summary>
public sealed partial class GitLabTests
{
    private static readonly string[] Keywords = ["stages", "workflow", "variables", "default"];

    private static readonly JsonObject File = (JsonObject)YamlReader
        .Documents(System.IO.File.ReadAllText(Path.Combine(RepositoryRoot.Path, ".gitlab-ci.yml")), ".gitlab-ci.yml").Single().Body;

    // By rule; what is started by hand elsewhere records a hotfix's branch alone.
    private static readonly Dictionary<string, string> GitLabRefs = new()
    {
        ["$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"] = "branch:ref:main",
        [""] = "branch:ref:hotfix/v1.0.1",
        ["$CI_COMMIT_TAG =~ /^v/"] = "tag:ref:v1.0.0",
    };

    // By trigger; whoever adds another one has to trust its refs.
    private static readonly Dictionary<string, string[]> GitHubRefs = new()
    {
        ["push"] = ["refs/heads/main", "refs/heads/hotfix/v1.0.1"],
        ["release"] = ["refs/tags/v1.0.0"],
        ["workflow_dispatch"] = ["refs/heads/main"],
    };

    /// <summary>The jobs, by their names.</summary>
    internal static IReadOnlyDictionary<string, JsonObject> Jobs { get; } = File
        .Where(entry => !Keywords.Contains(entry.Key) && !entry.Key.StartsWith('.'))
        .ToDictionary(entry => entry.Key, entry => (JsonObject)entry.Value!);

    [Fact]
    public void There_are_four_stages_and_every_script_is_one_call_of_a_script_that_is_there()
    {
        Texts(File["stages"]).ShouldBe(["check", "test", "build", "deploy"]);
        Jobs.Select(job => $"{job.Key}: {job.Value["stage"]}")
            .ShouldBe(["check: check", "test: test", "build: build", "test-environment: build", "deploy: deploy", "release: deploy"]);
        foreach (var line in Jobs.Values.SelectMany(job => Texts(job["script"])).Concat(Texts(File[".deliver"]!["before_script"])))
        {
            var script = Path.Combine(RepositoryRoot.Path, line.Split(' ')[0]);
            System.IO.File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(line);
        }
    }

    [Fact]
    public void What_delivers_runs_by_itself_on_the_default_branch_and_by_hand_elsewhere_one_at_a_time()
    {
        var deliver = File[".deliver"]!;

        deliver["rules"]!.ToJsonString().ShouldBe(
            """
            [{"if":"$CI_COMMIT_TAG","when":"never"},{"if":"$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"},{"when":"manual","allow_failure":true}]
            """.Trim());
        $"{deliver["resource_group"]}".ShouldBe("deliver");
        $"{deliver["interruptible"]}".ShouldBe("false");
        foreach (var name in new[] { "build", "test-environment", "deploy", "release" })
            $"{Jobs[name]["extends"]}".ShouldBe(".deliver");
        Jobs["release"]["rules"]![0]!["when"]!.ToString().ShouldBe("manual");
        // By who the job is, and no stored key.
        Texts(deliver["id_tokens"]!["OIDC_TOKEN"]!["aud"]).ShouldContain("sts.amazonaws.com");
        // Off by default.
        $"{File["variables"]!["DEPLOY_TARGET"]!["value"]}".ShouldBe("");
    }

    [Fact]
    public void Every_verb_that_a_job_names_exists_with_its_options()
    {
        var calls = Jobs.Values.SelectMany(job => Texts(job["script"]))
            .Where(line => line.StartsWith(".gitlab/scripts/record.sh ", StringComparison.Ordinal)).ToList();

        calls.Count.ShouldBe(2);
        foreach (var call in calls)
        {
            var words = call.Replace("\"", "").Replace("$CI_COMMIT_TAG", "v1.0.0").Replace("$CI_COMMIT_BRANCH", "main").Split(' ')[1..];
            UsageError.Of(CommandLine.Parse(words)).ShouldBeNull(call);
        }
    }

    [Fact]
    public void Every_ref_that_a_deploying_job_runs_on_is_a_subject_that_the_role_of_AWS_is_documented_to_trust()
    {
        var docs = System.IO.File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/gitlab.md"));
        docs.ShouldContain("`StringLike`");
        var trusted = Subject().Matches(docs).Select(match => match.Value).ToList();
        trusted.Count.ShouldBe(6, "three a forge");

        foreach (var job in Jobs.Values.Where(job => Texts(job["script"]).Any(line => line.Contains("deploy.sh"))))
        {
            foreach (var rule in (JsonArray)(job["rules"] ?? File[".deliver"]!["rules"])!)
            {
                var condition = rule!["if"]?.ToString();
                if (rule["when"]?.ToString() != "never")
                    ShouldBeTrusted($"project_path:GROUP/PROJECT:ref_type:{GitLabRefs[condition ?? ""]}");
            }
        }

        var deploying = Workflow.AllJobs.Where(
            job => job.Node.Children.TryGetValue("uses", out var uses) && $"{uses}" == "./.github/workflows/deploy.yaml").ToList();
        deploying.Count.ShouldBe(3);
        foreach (var trigger in deploying.SelectMany(job => job.Workflow.Triggers.Children.Keys).Select(key => $"{key}").Distinct())
            foreach (var name in GitHubRefs[trigger])
                ShouldBeTrusted($"repo:OWNER/REPOSITORY:ref:{name}");
        // An environment would take the ref's place in the subject.
        Workflow.AllJobs.Single(job => $"{job}" == "deploy/deploy").Node.Children.ContainsKey("environment").ShouldBeFalse();
        foreach (var other in new[] { "repo:OWNER/REPOSITORY:ref:refs/heads/feature", "repo:OWNER/REPOSITORY:pull_request" })
            trusted.ShouldNotContain(pattern => FileSystemName.MatchesSimpleExpression(pattern, other, false));

        void ShouldBeTrusted(string subject) =>
            trusted.ShouldContain(pattern => FileSystemName.MatchesSimpleExpression(pattern, subject, false), subject);
    }

    [SchemaFact]
    public async Task The_schema_of_GitLab_finds_nothing_wrong()
    {
        (await Schemas.ErrorsAsync("gitlab", File)).ShouldBe("");
        var wrong = (JsonObject)File.DeepClone();
        wrong["check"]!["scripts"] = "x";
        (await Schemas.ErrorsAsync("gitlab", wrong)).ShouldContain("/check");
    }

    [GeneratedRegex("(repo:OWNER/REPOSITORY|project_path:GROUP/PROJECT):[^`]*")]
    private static partial Regex Subject();

    internal static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(item => $"{item}")];
}
