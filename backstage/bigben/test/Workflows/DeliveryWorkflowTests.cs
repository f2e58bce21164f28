using BigBen.Pipeline.Layout;
using BigBen.Tests.Scenario;
using YamlDotNet.RepresentationModel;

namespace BigBen.Tests.Workflows;

/// <summary>What the workflows that check, build, record and release promise beyond their form.</summary>
public sealed class DeliveryWorkflowTests
{
    [Fact]
    public void A_pull_request_that_edits_a_record_is_refused_by_a_job_that_the_gate_waits_for()
    {
        var check = Workflow.All.Single(workflow => workflow.Name == "pr-check");
        var refusing = check.Jobs.Single(job => Runs(job).Any(text => text.Contains("big-ben.sh affected --base")));
        var gate = check.Jobs.Single(job => job.Name == "gate");

        // A job that is skipped counts as passed: this one never is.
        refusing.Node.Children.ContainsKey("if").ShouldBeFalse();
        refusing.Node.Children.ContainsKey("needs").ShouldBeFalse();
        refusing.Node.Children.ContainsKey("continue-on-error").ShouldBeFalse();
        NamesOf(gate.Node["needs"]).ShouldContain(refusing.Name);
        check.Triggers.Children.Keys.Select(key => $"{key}").ShouldContain("pull_request");
    }

    [Fact]
    public void What_builds_cannot_sign_what_runs_the_image_can_write_nothing_and_what_signs_runs_nothing_of_the_sources()
    {
        var changed = Workflow.All.Where(workflow => workflow.Triggers.Children.ContainsKey("pull_request"))
            .SelectMany(workflow => workflow.Jobs).Select(job => $"{job}").ToHashSet();
        changed.ShouldContain("pr-check/comment");
        foreach (var job in Workflow.AllJobs.Where(job => !job.Node.Children.ContainsKey("uses")))
        {
            var rights = ((YamlMappingNode)job.Node["permissions"]).Children.Select(pair => $"{pair.Key}: {pair.Value}").ToList();
            var uses = job.Steps.Where(step => step.Children.ContainsKey("uses")).Select(step => $"{step["uses"]}".Split('@')[0]).ToList();
            if (uses.Contains("aquasecurity/trivy-action") || Runs(job).Any(text => text.Contains("ask-probes.sh")))
                rights.ShouldAllBe(right => right.EndsWith(": read"), $"{job}");
            // What deploys says who it is by main's own code, and no change's.
            if (rights.Contains("id-token: write") && $"{job}" != "deploy/deploy")
                uses.ShouldNotContain(action => action == "actions/checkout" || action == "docker/build-push-action", $"{job}");
            // main's own code may propose a change; what a change brings along may write nothing.
            if (rights.Contains("pull-requests: write") && changed.Contains($"{job}"))
                uses.ShouldNotContain("actions/checkout", $"{job}");
        }
    }

    [Fact]
    public void An_image_is_started_and_scanned_on_each_platform_that_it_is_built_for()
    {
        var image = Workflow.All.Single(workflow => workflow.Name == "image");
        var build = image.Jobs.Single(job => job.Name == "build").Steps.Single(step => step.ToString().Contains("build-push-action"));
        var check = image.Jobs.Single(job => job.Name == "check");

        NamesOf(check.Node["strategy"]["matrix"]["platform"]).ShouldBe($"{build["with"]["platforms"]}".Split(','));
        check.Steps.Count(step => step.ToString().Contains("${{ matrix.platform }}")).ShouldBe(3, "QEMU, the probes and the scanner");
    }

    [Fact]
    public void What_asks_an_image_is_told_which_service_it_is_and_of_which_kind()
    {
        var asking = Workflow.AllJobs.SelectMany(job => job.Steps.Select(step => (Job: $"{job}", Step: step)))
            .Where(one => one.Step.Children.ContainsKey("run") && $"{one.Step["run"]}".Contains("ask-probes.sh"))
            .ToDictionary(one => one.Job, one => one.Step);

        asking.Keys.ShouldBe(["image/check", "pr-check/image"], ignoreOrder: true);
        foreach (var (job, source) in new[] { ("image/check", "inputs"), ("pr-check/image", "matrix") })
        {
            $"{asking[job]["run"]}".ShouldContain(" \"$TAG\" \"$SERVICE\" \"$KIND\"");
            $"{asking[job]["env"]["SERVICE"]}".ShouldBe($"${{{{ {source}.service }}}}");
            $"{asking[job]["env"]["KIND"]}".ShouldBe($"${{{{ {source}.kind }}}}");
        }

        $"{Workflow.AllJobs.Single(job => $"{job}" == "build-and-publish/image").Node["with"]["kind"]}".ShouldBe("${{ matrix.kind }}");
    }

    [Fact]
    public void Bigben_is_built_once_in_a_workflow_and_taken_along()
    {
        foreach (var workflow in Workflow.All.Where(workflow => workflow.Jobs.Count(CallsBigBen) > 1))
        {
            var callers = workflow.Jobs.Where(CallsBigBen).ToList();
            var first = callers.Single(job => !Downloads(job));

            first.Steps.ShouldContain(
                step => step.ToString().Contains("upload-artifact") && $"{step["with"]["path"]}" == ".big-ben/bin", $"{first}");
            foreach (var job in callers.Where(job => job != first))
                NamesOf(job.Node["needs"]).ShouldContain(first.Name, $"{job}");
        }

        // A called workflow finds what its caller has built.
        Downloads(Workflow.AllJobs.Single(job => job.ToString() == "image/publish")).ShouldBeTrue();

        static bool Downloads(Job job) => job.Steps.Any(step =>
            step.ToString().Contains("download-artifact") && $"{step["with"]["name"]}" == "bigben");
    }

    [Fact]
    public void A_release_starts_however_it_was_published_and_asks_no_reviewer_for_what_is_done()
    {
        var release = Workflow.All.Single(workflow => workflow.Name == "tag-release");

        NamesOf(release.Triggers["release"]["types"]).ShouldBe(["published", "released"]);
        $"{release.Triggers["workflow_dispatch"]["inputs"]["tag"]["required"]}".ShouldBe("true");
        var check = release.Jobs.Single(job => job.Name == "check");
        check.Node.Children.ContainsKey("environment").ShouldBeFalse();
        Runs(check).ShouldContain(text => text.Contains("promote \"$TAG\" --to \"$TO\" --dry-run --json"));
        $"{release.Jobs.Single(job => job.Name == "promote").Node["if"]}".ShouldBe("${{ fromJSON(needs.check.outputs.plan).needed }}");
    }

    [Fact]
    public void A_release_that_is_proposed_records_nothing_and_what_belongs_to_it_waits_for_the_merge()
    {
        var release = Workflow.All.Single(workflow => workflow.Name == "tag-release");
        var jobs = release.Jobs.ToDictionary(job => job.Name);

        $"{release.Triggers["workflow_dispatch"]["inputs"]["pull-request"]["type"]}".ShouldBe("boolean");
        $"{jobs["check"].Node["outputs"]["propose"]}"
            .ShouldBe("${{ inputs.pull-request || vars.PROMOTE_BY_PULL_REQUEST == 'true' }}");
        Runs(jobs["promote"]).ShouldContain(text => text.Contains("\"--pull-request=$PROPOSE\""));
        foreach (var name in new[] { "assets", "chart" })
            $"{jobs[name].Node["if"]}".ShouldContain(
                "needs.promote.result == (needs.check.outputs.propose == 'true' && 'skipped' || 'success')");
    }

    [Fact]
    public void Whatever_records_tells_GitHub_which_deployments_it_makes()
    {
        foreach (var (workflow, recorder) in new[]
            { ("build-and-publish", "record"), ("rollback", "rollback"), ("tag-release", "promote") })
        {
            var job = Workflow.AllJobs.Single(one => $"{one}" == $"{workflow}/deployments");

            NamesOf(job.Node["needs"]).ShouldContain(recorder);
            job.Node.Children.ContainsKey("environment").ShouldBeFalse("a second review");
            Runs(job).ShouldBe(["./bootstrap/big-ben.sh deployments \"$TO\" --domain \"$DOMAIN\" --wait \"$WAIT\""]);
        }
    }

    [Fact]
    public void A_deploy_target_is_off_until_a_variable_names_one_and_follows_every_record()
    {
        foreach (var workflow in new[] { "build-and-publish", "tag-release", "rollback" })
        {
            var job = Workflow.AllJobs.Single(one => $"{one}" == $"{workflow}/deploy");

            $"{job.Node["if"]}".ShouldContain("vars.DEPLOY_TARGET != ''");
            $"{job.Node["uses"]}".ShouldBe("./.github/workflows/deploy.yaml");
            $"{job.Node["with"]["target"]}".ShouldBe("${{ vars.DEPLOY_TARGET }}");
        }

        var deploy = Workflow.All.Single(workflow => workflow.Name == "deploy");
        deploy.Triggers.Children.Keys.Select(key => $"{key}").ShouldBe(["workflow_call", "workflow_dispatch"]);
        NamesOf(deploy.Triggers["workflow_dispatch"]["inputs"]["target"]["options"]).ShouldBe(["aws", "google", "docker-hub"]);
        $"{deploy.Jobs.Single().Steps[0]["with"]["ref"]}".ShouldBe("${{ github.event.repository.default_branch }}");
    }

    [Fact]
    public void The_list_alone_names_environments_and_workflows_read_it()
    {
        var listed = EnvironmentList.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, EnvironmentList.File)));
        var words = Workflow.All.SelectMany(workflow => workflow.Text.Split('\n'))
            .Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => line.Split([' ', ',', '\'', '"', '[', ']', '/', '.']));

        words.Intersect(listed.Names).ShouldBeEmpty();
        foreach (var (workflow, job) in new[] { ("build-and-publish", "affected"), ("tag-release", "check") })
            Runs(Workflow.AllJobs.Single(one => $"{one}" == $"{workflow}/{job}"))
                .ShouldContain(text => text.Contains("big-ben.sh environments --json"));
        $"{Workflow.All.Single(workflow => workflow.Name == "rollback").Triggers["workflow_dispatch"]["inputs"]["environment"]["type"]}"
            .ShouldBe("environment");
    }

    [Fact]
    public void What_may_pass_the_protection_of_main_is_a_secret_of_an_environment()
    {
        var recorders = Workflow.AllJobs.Where(job => job.Steps.Any(step => step.ToString().Contains("RECORDER_KEY"))).ToList();

        recorders.ShouldNotBeEmpty();
        recorders.ShouldAllBe(job => job.Node.Children.ContainsKey("environment"));
        Workflow.AllJobs.Where(job => job.Node.Children.ContainsKey("secrets"))
            .ShouldAllBe(job => !$"{job.Node["secrets"]}".Contains("RECORDER_KEY") && !$"{job.Node["secrets"]}".Contains("inherit"));
    }

    [Fact]
    public void What_brings_up_a_local_platform_has_the_key_of_the_secrets_in_git_and_no_pull_request_starts_it()
    {
        var starting = Workflow.AllJobs.Where(job => Runs(job).Any(text => text.Contains("big-ben.sh up"))).ToList();

        starting.ShouldNotBeEmpty();
        foreach (var job in starting)
        {
            $"{job.Steps.Single(step => step.ToString().Contains("big-ben.sh up"))["env"]["SOPS_AGE_KEY"]}"
                .ShouldBe("${{ secrets.SOPS_AGE_KEY }}");
            job.Workflow.Triggers.Children.Keys.Select(key => $"{key}").ShouldBe(["push", "workflow_dispatch"], $"{job}");
        }

        Workflow.AllJobs.Where(job => job.Node.ToString().Contains("SOPS_AGE_KEY")).Select(job => $"{job}")
            .ShouldBe(starting.Select(job => $"{job}"), "and nobody else has it");
    }

    [Fact]
    public void An_advisory_is_found_every_night_and_stops_no_rollback()
    {
        var rescan = Workflow.All.Single(workflow => workflow.Name == "rescan");
        var rollback = Workflow.All.Single(workflow => workflow.Name == "rollback");

        rescan.Triggers.Children.ContainsKey("schedule").ShouldBeTrue();
        $"{rescan.Jobs.Single(job => job.Name == "scan").Node["strategy"]["matrix"]["include"]}"
            .ShouldBe("${{ fromJSON(needs.images.outputs.images) }}");
        rollback.Jobs.SelectMany(job => job.Steps).ShouldNotContain(step => step.ToString().Contains("trivy"));
        // NuGet's advisories are errors of every other build.
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "bootstrap/lib/bigben.sh")).ShouldContain("-p:NuGetAudit=false");
    }

    [Fact]
    public void A_failed_night_on_kind_is_looked_at_while_its_cluster_is_there_be_it_a_timeout()
    {
        var job = Workflow.AllJobs.Single(job => job.ToString() == "e2e-kind/scenario");
        var steps = job.Steps.Select(step => (Text: step.ToString(), Step: step)).ToList();
        var limits = steps.Where(step => step.Step.Children.ContainsKey("timeout-minutes"))
            .Sum(step => int.Parse($"{step.Step["timeout-minutes"]}", System.Globalization.CultureInfo.InvariantCulture));

        $"{steps.Single(step => step.Text.Contains("BIGBEN_KUBECONFIG")).Step["env"]["BIGBEN_KUBECONFIG"]}"
            .ShouldStartWith("${{ github.workspace }}/", Case.Sensitive, "tests run in a folder of their own");
        limits.ShouldBeLessThanOrEqualTo(int.Parse($"{job.Node["timeout-minutes"]}", System.Globalization.CultureInfo.InvariantCulture));
        steps.Where(step => step.Text.Contains("cluster-state.sh") || step.Text.Contains("upload-artifact"))
            .ShouldAllBe(step => $"{step.Step["if"]}".Contains("failure() || cancelled()"));
        // Of the first cluster before it is taken down, and the scenario's is kept.
        var look = steps.FindIndex(step => step.Text.Contains("cluster-state.sh"));
        look.ShouldBeLessThan(steps.FindIndex(step => step.Text.Contains("destroy.sh")));
        $"{steps.Single(step => step.Text.Contains("PlatformScenario")).Step["env"]["BIGBEN_KEEP"]}".ShouldBe("true");
    }

    private static bool CallsBigBen(Job job) => Runs(job).Any(text => text.Contains("big-ben.sh"));

    private static IEnumerable<string> Runs(Job job) =>
        job.Steps.Where(step => step.Children.ContainsKey("run")).Select(step => $"{step["run"]}");

    private static List<string> NamesOf(YamlNode node) =>
        node is YamlSequenceNode list ? [.. list.Select(item => $"{item}")] : [$"{node}"];
}
