using BigBen.Foundation;
using BigBen.Git;
using BigBen.Manifests.Helm;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Services;

/// <summary>A service is made, is whole, and is taken out again, in a clone of this repository.</summary>
public sealed class NewServiceVerbTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    // Minutes of restoring and building, which each change's tests of the template that it comes from have paid already.
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_new_service_passes_its_tests_at_once()
    {
        var clone = await CloneAsync();

        var made = await BigBenAsync("new", "service", "orders-eu", "--like", "echo");

        made.ExitCode.ShouldBe(0, made.Error);
        await PassesItsTestsAsync(clone, await SourceAsync(clone, "orders-eu"));
    }

    [Fact]
    public async Task A_new_service_is_what_the_chart_deploys_at_once_and_a_removed_one_leaves_nothing()
    {
        var clone = await CloneAsync();
        var tree = await clone.GitAsync("rev-parse", "HEAD^{tree}");

        var made = await BigBenAsync("new", "service", "orders-eu", "--like", "echo", "--port", "8020");

        made.ExitCode.ShouldBe(0, made.Error);
        made.Output.ShouldContain("app/orders-eu, on port 8020");
        made.Output.ShouldContain("git push big-ben HEAD:main");
        (await clone.GitAsync("rev-list", "--count", "HEAD")).ShouldBe("2");
        (await clone.GitAsync("status", "--porcelain")).ShouldBe("");
        await ServiceLayout.RequireAsync(clone.Git, "HEAD", None);
        (await clone.GitAsync("ls-files", "--stage", "app/orders-eu/run-local.sh")).ShouldStartWith("100755");
        foreach (var environment in (await EnvironmentList.ReadAsync(clone.Git, "HEAD", None)).Names)
            await IsDeployableAsync(clone, $"app/orders-eu/deploy-config/{environment}/values.yaml");

        var again = await BigBenAsync("new", "service", "orders-eu");
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldBe("big-ben.sh: app/orders-eu is there already: choose another name.\n");
        await File.WriteAllTextAsync(Path.Combine(clone.Path, "app/orders-eu/notes.txt"), "not in git");
        (await BigBenAsync("remove", "service", "orders-eu")).Error.ShouldStartWith("big-ben.sh: app/orders-eu/notes.txt has changes");
        File.Delete(Path.Combine(clone.Path, "app/orders-eu/notes.txt"));

        var removed = await BigBenAsync("remove", "service", "orders-eu");

        removed.ExitCode.ShouldBe(0, removed.Error);
        removed.Output.ShouldContain("prunes it in developer");
        removed.Output.ShouldContain("the next release prunes it in production");
        (await clone.GitAsync("rev-parse", "HEAD^{tree}")).ShouldBe(tree);
        (await clone.GitAsync("status", "--porcelain")).ShouldBe("");
        Directory.Exists(Path.Combine(clone.Path, "app/orders-eu")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("task", "web", "big-ben.sh: 'task' like web would not compile, and nothing was changed: 'Task' is a namespace but is used "
        + "like a type. Choose another name, such as task-service.\n")]
    [InlineData("a-name-of-thirty-seven-characters-xyz", "users", "big-ben.sh: 'a-name-of-thirty-seven-characters-xyz' has 37 "
        + "characters, and the name of a service with a database at most 36: shorten it.\n")]
    [InlineData("obj", "web", "big-ben.sh: git ignores app/obj (.gitignore:4:obj/), so nothing of it would be committed: choose another "
        + "name.\n")]
    public async Task A_name_that_no_service_like_the_example_can_have_is_refused_and_nothing_is_changed(
        string name, string example, string error)
    {
        var clone = await CloneAsync();

        var refused = await BigBenAsync("new", "service", name, "--like", example);

        (refused.ExitCode, refused.Error).ShouldBe((1, error));
        (await clone.GitAsync("rev-list", "--count", "HEAD")).ShouldBe("1");
        (await clone.GitAsync("status", "--porcelain")).ShouldBe("");
        Directory.Exists(Path.Combine(clone.Path, "app", name)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_service_that_takes_secrets_has_them_set_and_committed_before_it_is_pushed()
    {
        await CloneAsync();

        var made = await BigBenAsync("new", "service", "crew", "--like", "passengers");

        made.ExitCode.ShouldBe(0, made.Error);
        made.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split("  # ")[0].Trim())
            .ShouldBe(
            [
                "dotnet run --project app/crew/src", "dotnet test app/crew/test",
                "./bootstrap/big-ben.sh secret set crew developer DB_PASSWORD",
                "./bootstrap/big-ben.sh secret set crew production DB_PASSWORD",
                "git add .sops.yaml app/crew && git commit -m 'Set the secrets of crew'", "git push big-ben HEAD:main",
                "./bootstrap/big-ben.sh release vX.Y.Z",
            ]);
    }

    private async Task<TestClone> CloneAsync()
    {
        await PlatformFixture.CopyRepositoryAsync(_temp["clone"]);
        var clone = new TestClone(_temp["clone"]);
        await clone.GitAsync("config", "user.name", "A Person");
        await clone.GitAsync("config", "user.email", "person@example.org");
        return clone;
    }

    private static async Task<ServiceSource> SourceAsync(TestClone clone, string service) =>
        (await ServiceCatalog.ListAsync(clone.Git, "HEAD", None)).Single(source => source.Name == service);

    private async Task PassesItsTestsAsync(TestClone clone, ServiceSource service)
    {
        using var build = new DotnetBuild(GitCli.OfRepository(Path.Combine(clone.Path, ".git")), _temp["work"]);
        await build.CheckoutAsync(await clone.HeadAsync(), None);

        var passed = await build.TestAsync(
            service.Name, service, service.TestProject!, new BuildStamp("0000000", await clone.HeadAsync()), _temp["test.log"],
            _ => { }, None);

        passed.ShouldBe(11);
    }

    private static async Task IsDeployableAsync(TestClone clone, string values)
    {
        var helm = await TestHelm.ProgramAsync();
        string[] needed = ["--set", "image.repository=registry.example/x,image.tag=v1,ingress.host=x.example", "--values", values];
        var lint = await new Command(helm.Path, ["lint", "--strict", "charts/app", .. needed])
        {
            WorkingDirectory = clone.Path,
            Environment = helm.Environment,
        }.RunAsync();
        lint.ExitCode.ShouldBe(0, lint.Output + lint.Error);
        var rendered = await new HelmCli(helm).TemplateAsync(new HelmTemplate("orders-eu", Path.Combine(clone.Path, "charts/app"), "any")
        {
            ValueFiles = [Path.Combine(clone.Path, values)],
            Parameters = [new("image.repository", "registry.example/x"), new("image.tag", "v1"), new("ingress.host", "x.example")],
        });
        rendered.ShouldContain("containerPort: 8020");
    }

    private Task<CommandResult> BigBenAsync(params string[] arguments) =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), .. arguments])
        {
            WorkingDirectory = _temp["clone"],
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = _temp["clone"],
                ["BIGBEN_STATE"] = Path.Combine(_temp["clone"], ".big-ben"),
            },
        }.RunAsync(None);
}
