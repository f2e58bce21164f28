using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;

namespace BigBen.Tests.Pipeline;

/// <summary>Record and rollback are the same, with the same words, wherever main is.</summary>
public abstract class BothBranchesTests(string kind)
{
    private const string Values = "app/service-a/deploy-config/developer/values.yaml";
    private const string Source = "app/service-a/src/Program.cs";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Values_or_the_chart_alone_are_recorded_with_the_same_image_and_other_files_not_at_all()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        var before = await fixture.RecordsAsync("developer");
        before.Values.Select(record => (record.Revision, record.Tag)).ShouldBe([(first, first[..7]), (first, first[..7])]);

        var values = await fixture.DeliverAsync((Values, "replicas: 9\n"));
        var configured = new Dictionary<string, ServiceRecord>(before) { ["service-a"] = before["service-a"] with { Revision = values } };
        (await fixture.RecordsAsync("developer")).ShouldBe(configured, ignoreOrder: true);
        (await fixture.SubjectAsync()).ShouldBe($"Deliver to developer: service-a {first[..7]} as of {values[..7]}");

        var chart = await fixture.DeliverAsync(("charts/app/Chart.yaml", "name: other\n"));
        (await fixture.RecordsAsync("developer"))
            .ShouldBe(before.ToDictionary(pair => pair.Key, pair => pair.Value with { Revision = chart }), ignoreOrder: true);

        var docs = await fixture.PushAsync(("README.md", "words"), ("app/service-a/deploy-config/production/values.yaml", "replicas: 9\n"));
        (await fixture.RecordAsync(docs))
            .ShouldSatisfyAllConditions(plan => plan.IsChange.ShouldBeFalse(), plan => plan.Detail.ShouldBe("developer stays as it is"));
        (await fixture.Server.ResolveAsync("main", None)).ShouldBe(docs);
    }

    [Fact]
    public async Task A_bad_value_is_rolled_back_and_stays_so_until_something_of_the_service_changes()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        var bad = await fixture.DeliverAsync((Values, "replicas: many\n"));

        var back = await fixture.RollBackAsync("service-a", "developer");

        back.To.ShouldBe(new ServiceRecord(first, first[..7], back.From.Digest));
        (await fixture.SubjectAsync())
            .ShouldBe($"Roll service-a in developer back from {first[..7]} as of {bad[..7]} to {first[..7]} as of {first[..7]}");
        (await fixture.RecordAsync(bad)).IsChange.ShouldBeFalse();
        await fixture.DeliverAsync(("README.md", "words"));
        await fixture.DeliverAsync(("app/service-b/src/Program.cs", "2"));
        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(back.To);

        var good = await fixture.DeliverAsync((Values, "replicas: 3\n"));
        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(back.To with { Revision = good });
    }

    [Fact]
    public async Task A_rolled_back_image_stays_when_values_change_and_goes_when_the_source_does()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.DeliverAsync((Source, "2"));
        var back = await fixture.RollBackAsync("service-a", "developer");

        var values = await fixture.DeliverAsync((Values, "replicas: 3\n"));
        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(new ServiceRecord(values, first[..7], back.To.Digest));

        var third = await fixture.DeliverAsync((Source, "3"));
        (await fixture.RecordsAsync("developer"))["service-a"].ShouldSatisfyAllConditions(
            record => record.Revision.ShouldBe(third), record => record.Tag.ShouldBe(third[..7]));
    }

    [Fact]
    public async Task An_older_run_that_ends_last_changes_nothing()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var older = await fixture.PushAsync((Source, "older"), (Values, "replicas: 2\n"));
        await fixture.DeliverAsync((Source, "newer"));
        var records = await fixture.RecordsAsync("developer");

        (await fixture.RecordAsync(older)).IsChange.ShouldBeFalse();

        (await fixture.RecordsAsync("developer")).ShouldBe(records, ignoreOrder: true);
    }

    [Fact]
    public async Task A_run_that_is_repeated_changes_nothing_after_a_hotfix_nor_does_the_hotfix_s_after_main()
    {
        const string hotfix = "refs/heads/hotfix/v1.0.1";
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v1.0.0");
        var released = (await fixture.Branch.TagAsync("v1.0.0", None)).ShouldNotBeNull();
        var older = await fixture.DeliverAsync((Source, "2"));
        var newer = await fixture.DeliverAsync((Source, "3"));
        var repair = await fixture.PushBranchAsync(
            "hotfix/v1.0.1", released, (Source, "repaired"), ("app/service-b/src/Program.cs", "repaired"));
        (await fixture.RecordAsync(repair, hotfix)).IsChange.ShouldBeTrue();
        var repaired = await fixture.RecordsAsync("developer");

        foreach (var run in new[] { older, newer })
            (await fixture.RecordAsync(run)).IsChange.ShouldBeFalse();

        (await fixture.RecordsAsync("developer")).ShouldBe(repaired, ignoreOrder: true);
        var next = await fixture.DeliverAsync(("README.md", "words"));
        (await fixture.RecordsAsync("developer")).Values.ShouldAllBe(record => record.Revision == next);
        (await fixture.RecordAsync(repair, hotfix)).IsChange.ShouldBeFalse();
        // Who pushes it means it.
        (await new Affected(fixture.Branch.Git, fixture.Images).ListAsync(
            repair, await fixture.Branch.HeadAsync(None), None, isPushed: true)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Records_that_follow_main_or_name_a_short_tag_are_taken_over_by_the_next_ones()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var one = await fixture.RecordsAsync("developer");
        var second = await fixture.DeliverAsync((Source, "2"));
        var two = await fixture.RecordsAsync("developer");
        await fixture.ReleaseAsync("v1.0.0", await TaggedAsync(fixture, "v1.0.0", second));
        var production = await fixture.RecordsAsync("production");
        var before = await fixture.WriteAsync(
            "developer",
            ("service-a", one["service-a"] with { Revision = "main" }),
            ("service-b", one["service-b"] with { Revision = "main" }));
        await fixture.WriteAsync(
            "developer",
            ("service-a", two["service-a"] with { Revision = "main" }),
            ("service-b", one["service-b"] with { Revision = "main" }));
        await fixture.WriteAsync("production", [.. production.Select(pair => (pair.Key, pair.Value with { Revision = "v1.0.0" }))]);

        var docs = await fixture.DeliverAsync(("README.md", "words"));

        (await fixture.RecordsAsync("developer")).ShouldBe(
            new Dictionary<string, ServiceRecord>
            {
                ["service-a"] = two["service-a"] with { Revision = docs },
                ["service-b"] = one["service-b"] with { Revision = docs },
            },
            ignoreOrder: true);
        (await fixture.RollBackAsync("service-a", "developer")).To.ShouldBe(one["service-a"] with { Revision = before });
        (await Should.ThrowAsync<PlatformException>(fixture.RollBackAsync("service-b", "production"))).Message
            .ShouldContain("nothing to go back to");
        await fixture.ReleaseAsync("v1.1.0", await TaggedAsync(fixture, "v1.1.0", docs));
        (await fixture.RollBackAsync("service-a", "production")).To.ShouldBe(production["service-a"]);
        production["service-a"].Revision.ShouldBe("refs/tags/v1.0.0");
    }

    [Fact]
    public async Task What_was_rolled_back_before_records_named_commits_stays_so()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var one = await fixture.RecordsAsync("developer");
        await fixture.DeliverAsync((Source, "2"));
        var two = await fixture.RecordsAsync("developer");
        var written = await fixture.WriteAsync("developer", [.. one.Select(pair => (pair.Key, pair.Value with { Revision = "main" }))]);
        await fixture.WriteAsync(
            "developer",
            ("service-a", two["service-a"] with { Revision = "main" }),
            ("service-b", one["service-b"] with { Revision = "main" }));
        await fixture.WriteAsync(
            "developer",
            ("service-a", one["service-a"] with { Revision = written }),
            ("service-b", one["service-b"] with { Revision = "main" }));

        var docs = await fixture.DeliverAsync(("README.md", "words"));

        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(one["service-a"] with { Revision = written });
        (await fixture.RecordsAsync("developer"))["service-b"].ShouldBe(one["service-b"] with { Revision = docs });
    }

    [Fact]
    public async Task Whoever_is_faster_loses_nothing_and_two_rollbacks_at_once_are_not_two_steps()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        await fixture.DeliverAsync((Values, "replicas: 2\n"));
        var third = await fixture.DeliverAsync((Values, "replicas: 3\n"));
        var records = await fixture.RecordsAsync("developer");
        var others = new Queue<Func<Task>>([() => fixture.PushAsync(("README.md", "words"))]);
        fixture.BeforeAdvance = () => others.TryDequeue(out var other) ? other() : Task.CompletedTask;

        var back = await fixture.RollBackAsync("service-a", "developer");

        back.From.Revision.ShouldBe(third);
        (await fixture.Server.ReadFileAsync("main", "README.md", None)).ShouldNotBeNull().ShouldStartWith("words");
        await fixture.WriteAsync("developer", [.. records.Select(pair => (pair.Key, pair.Value))]);
        others.Enqueue(() => fixture.WriteAsync("developer", ("service-a", back.To)));
        (await Should.ThrowAsync<PlatformException>(fixture.RollBackAsync("service-a", "developer"))).Message
            .ShouldContain("while it was being rolled back from");
    }

    [Fact]
    public async Task A_rollback_beside_a_push_in_flight_does_not_swallow_the_push()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.DeliverAsync((Source, "2"));
        var inFlight = await fixture.PushAsync((Source, "3"));
        (await fixture.RollBackAsync("service-a", "developer")).To.Tag.ShouldBe(first[..7]);

        (await fixture.RecordAsync(inFlight)).IsChange.ShouldBeTrue();

        (await fixture.RecordsAsync("developer"))["service-a"].ShouldSatisfyAllConditions(
            record => record.Revision.ShouldBe(inFlight), record => record.Tag.ShouldBe(inFlight[..7]));
    }

    [Fact]
    public async Task Values_in_flight_are_not_swallowed_by_a_rollback_either_and_a_lost_run_is_made_up_for()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        await fixture.DeliverAsync((Source, "2"));
        await fixture.PushAsync((Values, "replicas: 4\n"));
        var back = await fixture.RollBackAsync("service-a", "developer");

        var docs = await fixture.DeliverAsync(("README.md", "words"));

        (await fixture.RecordsAsync("developer"))["service-a"].ShouldBe(back.To with { Revision = docs });
    }

    [Fact]
    public async Task A_record_that_people_broke_is_mended_by_whatever_writes_next()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.DeliverAsync((Source, "2"));
        await fixture.ReleaseAsync("v1.0.0");
        var production = await fixture.RecordsAsync("production");
        await fixture.PushAsync(
            (EnvironmentFile.PathOf("developer"), "developer: { Orders.Api: {} }\n"),
            (EnvironmentFile.PathOf("production"), "<<<<<<< HEAD\n"));

        (await fixture.RollBackAsync("service-a", "developer")).To.Tag.ShouldBe(first[..7]);

        (await fixture.RecordsAsync("developer"))["service-a"].Tag.ShouldBe(first[..7]);
        (await fixture.RecordsAsync("production")).ShouldBe(production, ignoreOrder: true);
        (await fixture.Server.OutputAsync(None, "log", "-1", "--format=%b", ForgeRepository.MainRef))
            .ShouldContain("developer.Orders.Api is not a name of a service");
        foreach (var environment in new[] { "developer", "production" })
            (await EnvironmentFile.ReadAsync(fixture.Server, ForgeRepository.MainRef, environment, None)).Damage.ShouldBeNull();

        var broken = await fixture.PushAsync((EnvironmentFile.PathOf("developer"), "["));
        (await fixture.RecordAsync(broken)).IsChange.ShouldBeTrue();
        (await fixture.SubjectAsync()).ShouldBe("Repair the records");
        (await fixture.RecordsAsync("developer"))["service-a"].Tag.ShouldBe(first[..7]);
    }

    [Fact]
    public async Task A_service_whose_name_breaks_a_rule_is_refused_before_it_is_recorded()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var head = await fixture.PushAsync(PipelineFixture.Service("2fa"));

        (await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(head))).Message
            .ShouldContain("call it app/service-2fa");
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", head))).Message.ShouldContain("is not a DNS-1035 label");
        (await fixture.Server.ResolveAsync(ForgeRepository.MainRef, None)).ShouldBe(head);
    }

    /// <summary>The tag that a person made before the release, as on GitHub.</summary>
    private static async Task<string> TaggedAsync(BranchFixture fixture, string version, string commit)
    {
        await fixture.Server.TryAdvanceAsync($"refs/tags/{version}", commit, null, None);
        return $"refs/tags/{version}";
    }

    /// <summary>With main in the local forge.</summary>
    public sealed class InForge() : BothBranchesTests(BranchFixture.InForge);

    /// <summary>With main on a remote.</summary>
    [Trait("Category", "Nightly")]
    public sealed class OnRemote() : BothBranchesTests(BranchFixture.OnRemote);

    /// <summary>With main on a hosted repository that the forge copies.</summary>
    [Trait("Category", "Nightly")]
    public sealed class InCopy() : BothBranchesTests(BranchFixture.InCopy);
}
