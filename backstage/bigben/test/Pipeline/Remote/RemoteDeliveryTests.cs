using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;
using BigBen.Tests.Images.Registry;

namespace BigBen.Tests.Pipeline.Remote;

public sealed class RemoteDeliveryTests
{
    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task A_delivery_records_every_service_in_one_commit_and_the_next_only_what_changed()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var first = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        var both = await fixture.FileAsync("developer");
        var recorded = await fixture.HeadAsync();

        var second = await fixture.PushAsync("two", ("app/service-b/src/Program.cs", "two"), ("README.md", "x"));
        var pending = await new Affected(fixture.Pipeline.Git, fixture.Images)
            .ListAsync(second, await fixture.Branch.HeadAsync(None), None);
        await fixture.BuildAsync(second);
        var result = await fixture.RecordAsync(second);
        var again = await fixture.RecordAsync(second);

        both.Services.Keys.ShouldBe(["service-a", "service-b"], ignoreOrder: true);
        both.Services["service-a"].Tag.ShouldBe(first[..7]);
        (await fixture.Server.OutputAsync(None, "rev-list", "--count", $"{first}..{recorded}")).ShouldBe("1");
        pending.Select(service => service.Service.Name).ShouldBe(["service-b"]);
        (result.IsChange, again.IsChange, again.Commit).ShouldBe((true, false, result.Commit));
        (await fixture.FileAsync("developer")).Services["service-a"].ShouldBe(both.Services["service-a"]);
    }

    [RegistryFact]
    public async Task An_older_run_that_ends_last_changes_nothing()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var older = await fixture.PushAsync("older", ("app/service-a/src/Program.cs", "older"));
        await fixture.BuildAsync(older);
        await fixture.DeliverAsync("newer", ("app/service-a/src/Program.cs", "newer"));
        var head = await fixture.HeadAsync();

        var result = await fixture.RecordAsync(older);

        (result.IsChange, await fixture.HeadAsync()).ShouldBe((false, head));
    }

    [RegistryFact]
    public async Task What_was_rolled_back_stays_so_until_its_inputs_change()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var first = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        var second = await fixture.DeliverAsync("two", ("app/service-a/src/Program.cs", "two"));

        var back = await new Rollback(fixture.Rollout, fixture.Images).RollBackAsync(fixture.Run, "service-a", "developer", None);
        var rerun = await fixture.RecordAsync(second);
        await fixture.DeliverAsync("three", ("app/service-b/src/Program.cs", "three"));
        var afterOther = (await fixture.FileAsync("developer")).Services["service-a"];
        var fourth = await fixture.DeliverAsync("four", ("app/service-a/src/Program.cs", "four"));

        (back.From.Tag, back.To.Tag, rerun.IsChange).ShouldBe((second[..7], first[..7], false));
        afterOther.Tag.ShouldBe(first[..7]);
        (await fixture.FileAsync("developer")).Services["service-a"].ShouldSatisfyAllConditions(
            record => record.Tag.ShouldBe(fourth[..7]), record => record.Revision.ShouldBe(fourth));
    }

    [RegistryFact]
    public async Task A_commit_whose_first_seven_digits_are_a_number_stays_a_text()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        await fixture.PushAsync("a number follows", ("app/service-a/src/Program.cs", "x"));
        var tree = await fixture.Person.GitAsync("rev-parse", "HEAD^{tree}");
        await File.WriteAllTextAsync(Path.Combine(fixture.Person.Path, "app/service-a/src/Program.cs"), "number");
        await fixture.Person.GitAsync("add", "--all");
        tree = await fixture.Person.GitAsync("write-tree");
        var commit = "x";
        for (var number = 0; !commit[..Math.Min(7, commit.Length)].All(char.IsAsciiDigit); number++)
            commit = await fixture.Person.GitAsync("commit-tree", tree, "-p", "HEAD", "-m", $"number {number}");
        await fixture.Person.GitAsync("push", "--quiet", "origin", $"{commit}:main");

        await fixture.BuildAsync(commit);
        await fixture.RecordAsync(commit);

        var text = await fixture.Server.ReadFileAsync("main", EnvironmentFile.PathOf("developer"), None);
        text!.ShouldContain($"tag: \"{commit[..7]}\"");
        (await fixture.FileAsync("developer")).Services["service-a"].Tag.ShouldBe(commit[..7]);
    }

    [RegistryFact]
    public async Task A_missing_image_a_foreign_commit_and_a_shallow_clone_are_refused_and_main_stays()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.PushAsync("not built", ("app/service-a/src/Program.cs", "x"));
        await fixture.Pipeline.GitAsync("checkout", "--quiet", "-b", "elsewhere");
        var foreign = await fixture.Pipeline.CommitAsync("elsewhere");
        await TestClone.OfAsync($"file://{fixture.Temp["server.git"]}", fixture.Temp["shallow"], "--depth=1");

        var missing = await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(commit));
        var elsewhere = await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(foreign));
        var shallow = await Should.ThrowAsync<PlatformException>(RemoteBranch.OpenAsync(fixture.Temp["shallow"], "origin", None));

        missing.Message.ShouldContain("There is no image");
        elsewhere.Message.ShouldContain("is not on main");
        shallow.Message.ShouldContain("is shallow");
        (await fixture.HeadAsync()).ShouldBe(commit);
    }

    [RegistryFact]
    public async Task A_build_that_is_repeated_after_its_image_was_published_keeps_the_first()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.PushAsync("x", ("app/service-a/src/Program.cs", "x"));
        var repository = fixture.Images.RepositoryOf("service-a");
        var (first, _) = await fixture.Registry.PushManifestAsync(repository, commit, salt: "first");
        var (second, _) = await fixture.Registry.PushManifestAsync(repository, commit, salt: "second");

        var published = await fixture.Images.PublishAsync("service-a", first, commit, None);
        var repeated = await fixture.Images.PublishAsync("service-a", first, commit, None);
        var rebuilt = await fixture.Images.PublishAsync("service-a", second, commit, None);

        first.ShouldNotBe(second);
        (published, repeated, rebuilt).ShouldBe((first, first, first));
        (await fixture.Images.FindAsync("service-a", commit, None)).ShouldBe(first);
    }

    [RegistryFact]
    public async Task An_image_of_another_commit_is_not_published_and_a_tag_made_by_others_is_not_recorded()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.PushAsync("x", ("app/service-a/src/Program.cs", "x"));
        var repository = fixture.Images.RepositoryOf("service-a");
        var (digest, _) = await fixture.Registry.PushIndexAsync(repository, new string('e', 40));

        var publish = await Should.ThrowAsync<PlatformException>(fixture.Images.PublishAsync("service-a", digest, commit, None));
        await fixture.Registry.PushIndexAsync(repository, new string('d', 40), tag: commit[..7]);
        var record = await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(commit));

        publish.Message.ShouldContain($"built from {new string('e', 40)}");
        record.Message.ShouldContain($"built from {new string('d', 40)}");
        (await fixture.HeadAsync()).ShouldBe(commit);
    }
}
