using BigBen.Foundation;
using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using Xunit.Abstractions;

namespace BigBen.Tests.Pipeline.Building;

/// <summary>With the real SDK; slow, therefore few.</summary>
public sealed class DotnetBuildTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task The_same_commit_gives_the_same_image_in_every_folder_tested_or_not()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var commit = await clone.CommitAsync("first", SampleServices.Files);
        var git = GitCli.OfRepository(System.IO.Path.Combine(clone.Path, ".git"));
        var service = (await ServiceCatalog.ListAsync(git, commit, None)).ShouldHaveSingleItem();
        var stamp = new BuildStamp(commit[..7], commit);
        var store = new ImageStore(temp["images"], TimeProvider.System);
        Directory.CreateDirectory(temp["logs"]);

        using var tested = new DotnetBuild(git, temp["work, 100% odd=1"]);
        await tested.CheckoutAsync(commit, None);
        var passed = await tested.TestAsync(
            "service-a", service, service.TestProject!, stamp, temp["logs/test.log"], output.WriteLine, None);
        passed.ShouldBe(2);
        var (first, config) = await tested.PublishAsync(service, stamp, compiled: true, temp["logs/one.log"], None);
        var one = await store.AddAsync("bigben-service-a", "one", first, config);

        using var untested = new DotnetBuild(git, temp["other/work"]);
        await untested.CheckoutAsync(commit, None);
        var (second, secondConfig) = await untested.PublishAsync(service, stamp, compiled: false, temp["logs/two.log"], None);
        var two = await store.AddAsync("bigben-service-a", "two", second, secondConfig);

        output.WriteLine($"{one.Digest} and {two.Digest}");
        two.Digest.ShouldBe(one.Digest);
        one.Config.Entrypoint.ShouldBe(["dotnet", "A.dll"]);
        one.Config.Revision.ShouldBe(commit);
        var said = await new Command("dotnet", "A.dll") { WorkingDirectory = one.Directory }.OutputAsync();
        said.ShouldBe($"hello {commit[..7]}+{commit} /_/tree/app/service-a/src/Program.cs /_/tree/app/service-a/src/Program.cs");
    }

    // Each change has the scenario, whose pushes are tested, built and refused by the same SDK.
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_push_goes_from_its_tests_to_its_image_and_a_failing_one_changes_nothing()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.Clone.GitAsync("rm", "-r", "--quiet", ".");
        var initial = await fixture.Clone.CommitAsync("real", SampleServices.Files);
        await fixture.UploadAsync(initial);

        var first = await fixture.Deliverer.DeliverAsync(fixture.Run(), initial, None, first: true);
        fixture.Steps.ShouldBe(["check main", "affected", "build service-a", "render", "record", "sync developer", "prove developer"]);

        await AssertRefusedAsync(
            """1 test of service-a failed (first: GreetingTests.Greets: Greeting.Text should be "hello" but was "goodbye")""",
            ("app/service-a/src/Program.cs", SampleServices.Program("goodbye")));
        var told = fixture.Events.OfType<StepNoted>().Where(note => note.Step == "test service-a")
            .Select(note => note.Text.Trim()).ToList();
        told.ShouldBe(
        [
            "GreetingTests.Greets", "Greeting.Text", "should be", "\"hello\"", "but was", "\"goodbye\"",
            "at app/service-a/test/GreetingTests.cs:7",
            "again: dotnet test app/service-a/test --filter FullyQualifiedName=GreetingTests.Greets",
        ]);
        await AssertRefusedAsync(
            "service-a does not build (app/service-a/src/Program.cs(2,9): error CS", ("app/service-a/src/Program.cs", "\nnonsense"));

        await fixture.Clone.GitAsync("reset", "--quiet", "--hard", initial);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        fixture.Events.Clear();
        var good = await fixture.Clone.CommitAsync(
            "good", ("app/service-a/src/Program.cs", SampleServices.Program("hello") + "// changed"));
        await fixture.UploadAsync(good);
        var result = await fixture.Deliverer.DeliverAsync(fixture.Run(), good, None);

        foreach (var step in fixture.Events.OfType<StepFinished>())
            output.WriteLine($"{step.Step}: {step.Seconds:0.00} s {step.Detail}");
        result.Services.ShouldBe(["service-a"]);
        fixture.Events.OfType<StepFinished>().Single(step => step.Step == "test service-a").Detail.ShouldBe("2 passed");
        var record = (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull();
        record.Tag.ShouldBe(good[..7]);
        var image = fixture.Images.FindByDigest("bigben-service-a", record.Digest)!;
        (await new Command("dotnet", "A.dll") { WorkingDirectory = image.Directory }.OutputAsync())
            .ShouldStartWith($"hello {good[..7]}+{good}");

        async Task AssertRefusedAsync(string reason, params (string, string)[] files)
        {
            await fixture.Clone.GitAsync("reset", "--quiet", "--hard", initial);
            await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
            var bad = await fixture.Clone.CommitAsync("bad", files);
            await fixture.UploadAsync(bad);
            var error = await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), bad, None));
            error.Message.ShouldContain(reason);
            error.Message.ShouldContain("nothing was deployed; log: ");
            File.Exists(error.Message[(error.Message.IndexOf("log: ", StringComparison.Ordinal) + 5)..]).ShouldBeTrue();
            (await fixture.Forge.HeadAsync(None)).ShouldBe(first.Commit);
            fixture.Images.Tags("bigben-service-a").Count.ShouldBe(1);
        }
    }
}
