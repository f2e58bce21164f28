using System.Text.RegularExpressions;
using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Tests.Pipeline;
using BigBen.Tests.Scenario;
using BigBen.Verbs;
using BigBen.Verbs.Usage;
using Xunit.Abstractions;
using YamlDotNet.RepresentationModel;

namespace BigBen.Tests.Workflows;

public sealed partial class WorkflowTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Permissions = new()
    {
        ["build-and-publish/test"] = "contents: read",
        ["build-and-publish/affected"] = "contents: read, packages: read, security-events: read",
        ["build-and-publish/image"] = "artifact-metadata: write, attestations: write, contents: read, id-token: write, packages: write",
        ["build-and-publish/test-environment"] = "contents: read",
        ["build-and-publish/record"] = "contents: write, packages: read",
        ["build-and-publish/deployments"] = "contents: read, deployments: write",
        ["build-and-publish/deploy"] = "contents: read, id-token: write, packages: read",
        ["codeql/features"] = "contents: read, security-events: read",
        ["codeql/analyze"] = "actions: read, contents: read, security-events: write",
        ["deploy/deploy"] = "contents: read, id-token: write, packages: read",
        ["e2e-kind/scenario"] = "contents: read",
        ["e2e-kind/tests"] = "contents: read",
        ["image/build"] = "contents: read, packages: write",
        ["image/check"] = "contents: read, packages: read",
        ["image/sign"] = "artifact-metadata: write, attestations: write, id-token: write, packages: write",
        ["image/publish"] = "contents: read, packages: write",
        ["lock-files/regenerate"] = "contents: write",
        ["pin/pin"] = "contents: write, pull-requests: write",
        ["pr-check/check"] = "contents: read",
        ["pr-check/affected"] = "contents: read, security-events: read",
        ["pr-check/image"] = "contents: read",
        ["pr-check/secrets"] = "contents: read",
        ["pr-check/dependencies"] = "contents: read",
        ["pr-check/diff"] = "contents: read",
        ["pr-check/comment"] = "pull-requests: write",
        ["pr-check/codeql"] = "actions: read, contents: read, security-events: write",
        ["pr-check/gate"] = "",
        ["prune/prune"] = "contents: read, packages: write",
        ["rescan/images"] = "contents: read",
        ["rescan/install"] = "contents: read",
        ["rescan/scan"] = "packages: read",
        ["rollback/rollback"] = "actions: read, contents: write, packages: read",
        ["rollback/deployments"] = "contents: read, deployments: write",
        ["rollback/deploy"] = "contents: read, id-token: write, packages: read",
        ["tag-release/check"] = "actions: read, attestations: read, contents: read, packages: read, security-events: read",
        ["tag-release/assets"] = "contents: write, packages: read",
        ["tag-release/chart"] = "contents: read, packages: write",
        ["tag-release/sign-chart"] = "id-token: write, packages: write",
        ["tag-release/deployments"] = "contents: read, deployments: write",
        ["tag-release/deploy"] = "contents: read, id-token: write, packages: read",
        ["tag-release/promote"] = "actions: read, attestations: read, contents: write, packages: write, pull-requests: write",
    };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void Every_action_is_pinned_to_one_commit_and_says_its_version()
    {
        var lines = Workflow.All.SelectMany(workflow => workflow.Text.Split('\n')).Where(line => UsesKey().IsMatch(line)).ToList();
        var pinned = lines.Where(line => !line.Contains("uses: ./", StringComparison.Ordinal)).Select(line =>
        {
            var match = Pinned().Match(line);
            match.Success.ShouldBeTrue(line);
            return (Owner: match.Groups["repository"].Value, Pin: (match.Groups["commit"].Value, match.Groups["version"].Value));
        }).ToLookup(use => use.Owner, use => use.Pin);

        output.WriteLine(
            $"{Workflow.All.Count} workflows, {Workflow.AllJobs.Count} jobs, {lines.Count} uses of {pinned.Count} actions, all pinned");
        // By shape, so that Dependabot may raise one; everywhere at once.
        foreach (var action in pinned)
            action.Distinct().Count().ShouldBe(1, action.Key);
        pinned.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Nothing_is_allowed_by_default_and_every_job_names_its_own_permissions()
    {
        foreach (var workflow in Workflow.All)
            ((YamlMappingNode)workflow.Root["permissions"]).Children.ShouldBeEmpty(workflow.Name);
        var found = Workflow.AllJobs.ToDictionary(job => job.ToString(), job =>
            string.Join(", ", ((YamlMappingNode)job.Node["permissions"]).Children
                .Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal)));

        found.OrderBy(pair => pair.Key).ShouldBe(Permissions.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Every_run_is_a_call_of_a_script_or_a_verb_and_takes_nothing_of_an_event_into_its_text()
    {
        var runs = Runs().ToList();

        output.WriteLine($"{runs.Count} runs, the longest of {runs.Max(run => run.Text.TrimEnd().Split('\n').Length)} line(s)");
        foreach (var (job, text) in runs)
        {
            text.TrimEnd().Split('\n').Length.ShouldBeLessThanOrEqualTo(3, job.ToString());
            text.ShouldNotContain("echo \"services=$(", Case.Sensitive, $"{job}: a failure inside of $(…) would be swallowed");
            text.ShouldNotContain("${{", Case.Sensitive, $"{job}: pass it as a variable, or whoever writes it writes the script");
        }
    }

    [Fact]
    public void Every_verb_with_its_options_and_every_script_that_a_workflow_calls_exists()
    {
        var verbs = Runs().SelectMany(
            run => BigBenCall().Matches(run.Text).Select(match => (run.Job, Arguments: match.Groups["arguments"].Value))).ToList();
        foreach (var (job, arguments) in verbs)
        {
            var words = arguments
                .Replace("${OVERRIDE:+\"--override=$OVERRIDE\"}", "--override=reason", StringComparison.Ordinal)
                // Empty where nobody said why: an option with nothing behind its = is refused.
                .Replace("$OVERRIDE", "", StringComparison.Ordinal)
                .Replace("$PRERELEASE", "true", StringComparison.Ordinal)
                .Replace("$SIGNED", "true", StringComparison.Ordinal)
                .Replace("$ATTESTATIONS", "true", StringComparison.Ordinal)
                .Replace("$ENVIRONMENT", "production", StringComparison.Ordinal)
                .Replace("$TAG", "v1.0.0", StringComparison.Ordinal)
                .Replace("$DOMAIN", "example.org", StringComparison.Ordinal)
                .Replace("$PROPOSE", "false", StringComparison.Ordinal)
                .Replace("$WAIT", "0", StringComparison.Ordinal)
                .Replace("$TO", "production", StringComparison.Ordinal)
                .Replace("$VERSION", "v1.0.0", StringComparison.Ordinal)
                .Replace("\"", "", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].StartsWith('-'))
                UsageError.Of(CommandLine.Parse(words)).ShouldBeNull($"{job}: {arguments}");
        }

        var scripts = Runs().SelectMany(run => Script().Matches(run.Text).Select(match => match.Value)).Distinct().ToList();
        foreach (var script in scripts)
            File.GetUnixFileMode(Path.Combine(RepositoryRoot.Path, script)).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(script);
        output.WriteLine($"{verbs.Count} calls of bigben, {scripts.Count} scripts");
        verbs.Count.ShouldBeGreaterThan(5);
        scripts.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Every_job_ends_in_time_on_a_named_system()
    {
        foreach (var job in Workflow.AllJobs.Where(job => !job.Node.Children.ContainsKey("uses")))
        {
            int.Parse(job.Node["timeout-minutes"].ToString(), System.Globalization.CultureInfo.InvariantCulture)
                .ShouldBeInRange(1, 60, job.ToString());
            job.Node["runs-on"].ToString().ShouldBe("ubuntu-24.04", job.ToString());
        }
    }

    [Fact]
    public void Deliveries_wait_for_each_other_and_checks_give_way_to_newer_ones()
    {
        foreach (var name in new[] { "build-and-publish", "tag-release", "rollback" })
            Concurrency(name).ShouldBe(("false", "max"), name);
        foreach (var name in new[] { "pr-check", "e2e-kind" })
            Concurrency(name).ShouldBe(("true", ""), name);

        static (string, string) Concurrency(string name)
        {
            var node = (YamlMappingNode)Workflow.All.Single(workflow => workflow.Name == name).Root["concurrency"];
            return (node["cancel-in-progress"].ToString(), node.Children.TryGetValue("queue", out var queue) ? queue.ToString() : "");
        }
    }

    [Fact]
    public void No_workflow_runs_foreign_code_with_rights_or_knows_a_secret_but_those_for_registries_for_main_and_for_what_is_encrypted()
    {
        foreach (var workflow in Workflow.All)
        {
            workflow.Triggers.Children.Keys.Select(key => key.ToString())
                .ShouldNotContain(key => key == "pull_request_target" || key == "workflow_run", workflow.Name);
            Secret().Matches(workflow.Text).Select(match => match.Groups["name"].Value)
                .ShouldAllBe(
                    name => name == "REGISTRY_TOKEN" || name == "DEPLOY_TOKEN" || name == "RECORDER_KEY" || name == "SOPS_AGE_KEY");
        }

        // What may pass the protection of main is given to the jobs that record, and to no other.
        Workflow.AllJobs
            .Where(job => job.Steps.Any(step => step.ToString().Contains("RECORDER_KEY", StringComparison.Ordinal)))
            .Select(job => job.ToString())
            .ShouldBe(["build-and-publish/record", "rollback/rollback", "tag-release/promote"]);

        // A token stays in the checkout only where a job pushes, or reads main anew.
        string[] readers =
        [
            "build-and-publish/affected", "build-and-publish/deployments", "tag-release/check", "tag-release/deployments",
            "rollback/deployments", "deploy/deploy",
        ];
        foreach (var job in Workflow.AllJobs.Where(job => !Pushes(job) && !readers.Contains(job.ToString())))
        {
            foreach (var checkout in job.Steps.Where(IsCheckout))
                checkout["with"]["persist-credentials"].ToString().ShouldBe("false", job.ToString());
        }

        static bool Pushes(Job job) => Permissions[job.ToString()].Contains("contents: write", StringComparison.Ordinal);

        static bool IsCheckout(YamlMappingNode step) =>
            step.Children.TryGetValue("uses", out var uses) && uses.ToString().StartsWith("actions/checkout@", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_environment_of_the_list_is_one_that_reviewers_can_gate()
    {
        var environments = Workflow.AllJobs.Where(job => job.Node.Children.ContainsKey("environment"))
            .ToDictionary(job => job.ToString(), job => job.Node["environment"].ToString());

        environments.ShouldBe(new Dictionary<string, string>
        {
            ["build-and-publish/record"] = "${{ needs.affected.outputs.environment }}",
            ["rollback/rollback"] = "${{ inputs.environment }}",
            ["tag-release/promote"] = "${{ needs.check.outputs.prerelease == 'true' && "
                + "fromJSON(needs.check.outputs.environments).first || needs.check.outputs.to }}",
        }, ignoreOrder: true);
    }

    [Fact]
    public void The_gate_waits_for_every_job_of_the_check()
    {
        var check = Workflow.All.Single(workflow => workflow.Name == "pr-check");
        var gate = check.Jobs.Single(job => job.Name == "gate");

        ((YamlSequenceNode)gate.Node["needs"]).Select(name => name.ToString())
            .ShouldBe(check.Jobs.Select(job => job.Name).Where(name => name != "gate"), ignoreOrder: true);
        gate.Node["if"].ToString().ShouldBe("${{ always() }}");
    }

    [Fact]
    public async Task The_recorders_commit_starts_nothing_and_a_persons_does()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var delivery = await fixture.DeliverFirstAsync();
        var recorded = await ChangedAsync(fixture.Forge.Git, delivery.Commit);
        var release = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        var released = await ChangedAsync(fixture.Forge.Git, release.Commit.ShouldNotBeNull());
        var person = await ChangedAsync(
            fixture.Clone.Git, await fixture.Clone.CommitAsync("by hand", ("app/service-a/src/Program.cs", "new")));
        string[] both = [.. recorded, "charts/app/values.yaml"];
        string[] list = [EnvironmentList.File];

        recorded.ShouldBe([EnvironmentFile.PathOf("developer")]);
        released.ShouldBe([EnvironmentFile.PathOf("production")]);
        Started("main", recorded).ShouldBeEmpty();
        Started("main", released).ShouldBeEmpty();
        Started("main", person).ShouldContain("build-and-publish");
        Started("main", both).ShouldContain("build-and-publish");
        Started("main", list).ShouldContain("build-and-publish", "a new environment is tested as well");
        Started("feature", person).ShouldBe(["pr-check"]);
        Started("hotfix/v1.0.1", person).ShouldBe(["build-and-publish", "pr-check"], ignoreOrder: true);
        var recorders = Started("main", recorded).Count + Started("main", released).Count;
        output.WriteLine($"the recorder's commits start {recorders} workflows, a person's {Started("main", person).Count}");

        static List<string> Started(string branch, IReadOnlyCollection<string> files) =>
            [.. Workflow.All.Where(workflow => workflow.IsStartedByPush(branch, files)).Select(workflow => workflow.Name)];
    }

    private static async Task<string[]> ChangedAsync(GitCli git, string commit) =>
        (await git.OutputAsync(
            None, "diff-tree", "-r", "--no-commit-id", "--name-only", commit)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(Job Job, string Text)> Runs() =>
        Workflow.AllJobs.SelectMany(
            job => job.Steps.Where(step => step.Children.ContainsKey("run")).Select(step => (job, step["run"].ToString())));

    [GeneratedRegex(@"^\s*(?:- )?uses:")]
    private static partial Regex UsesKey();

    [GeneratedRegex(@"^\s*(?:- )?uses: (?<repository>[^@/\s]+/[^@/\s]+)(?:/[^@\s]+)?@(?<commit>[0-9a-f]{40}) # (?<version>v[0-9.]+)$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"big-ben\.sh (?<arguments>[^)\n>]+)")]
    private static partial Regex BigBenCall();

    [GeneratedRegex(@"\.(?:github/scripts/[\w-]+\.sh|ci/deploy/[\w-]+\.sh|ci/run)")]
    private static partial Regex Script();

    [GeneratedRegex(@"secrets\.(?<name>\w+)")]
    private static partial Regex Secret();
}
