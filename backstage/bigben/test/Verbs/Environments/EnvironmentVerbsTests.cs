using System.Text.Json;
using BigBen.Secrets;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;
using BigBen.Tests.Pipeline;
using BigBen.Tests.Verbs.Rendering;

namespace BigBen.Tests.Verbs.Environments;

/// <summary>The verbs in a real clone with the real chart, as people give them.</summary>
public sealed class EnvironmentVerbsTests : IAsyncLifetime
{
    private readonly ChartClone _clone = new();

    public Task InitializeAsync() => _clone.CreateAsync();

    public Task DisposeAsync()
    {
        _clone.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_new_environment_is_one_commit_of_the_clone_and_taken_out_leaves_the_tree_as_before()
    {
        var before = await _clone.Clone.GitAsync("rev-parse", "HEAD^{tree}");
        _clone.Write("notes.txt", "somebody's own, in no commit");

        var added = await SaysAsync("new", "environment", "staging", "--after", "developer");

        added.ShouldContain("developer → staging → production");
        added.ShouldContain("release vX.Y.Z --to staging");
        (await _clone.Clone.GitAsync("log", "-1", "--format=%s")).ShouldBe("Add staging, an environment after developer");
        (await _clone.Clone.GitAsync("diff", "--name-status", "HEAD~1", "HEAD")).Split('\n').ShouldBe(
        [
            "A\tapp/service-a/deploy-config/staging/values.yaml",
            "A\tapp/service-b/deploy-config/staging/values.yaml",
            "M\tbackstage/cd/environments/values.yaml",
        ]);
        (await _clone.Clone.GitAsync("status", "--porcelain")).ShouldBe("?? notes.txt");
        var listed = JsonDocument.Parse(await SaysAsync("environments", "--json")).RootElement;
        (listed.GetProperty("first").GetString(), listed.GetProperty("second").GetString(), listed.GetProperty("last").GetString())
            .ShouldBe(("developer", "staging", "production"));

        var removed = await SaysAsync("remove", "environment", "staging");

        removed.ShouldContain("developer → production");
        removed.ShouldContain("prunes its Applications");
        (await _clone.Clone.GitAsync("rev-parse", "HEAD^{tree}")).ShouldBe(before);
        (await _clone.Clone.GitAsync("rev-list", "--count", "HEAD")).ShouldBe("3");
    }

    [Fact]
    public async Task Values_begin_as_those_of_the_environment_before_with_its_name_in_their_comments()
    {
        await _clone.Clone.CommitAsync(
            "values", ("app/service-a/deploy-config/developer/values.yaml", "# a in developer, developer.yaml\nname: developer\n"));

        await SaysAsync("new", "environment", "qa", "--after", "developer", "--host-prefix", "test");

        (await File.ReadAllTextAsync(Path.Combine(_clone.Clone.Path, "app/service-a/deploy-config/qa/values.yaml")))
            .ShouldBe("# a in qa, qa.yaml\nname: developer\n");
    }

    [Fact]
    public async Task Secrets_are_not_copied_and_the_keys_to_set_are_named()
    {
        var secret = ServiceSecrets.Empty("service-a");
        secret["stringData"]!["API_KEY"] = "developer's own";
        await _clone.Clone.CommitAsync("secret", (
            ServiceSecrets.PathOf("service-a", "developer"),
            SopsFile.Encrypt(secret, [AgeIdentity.Create().Recipient], SopsFile.SecretValues, DateTimeOffset.UnixEpoch)));

        var added = await SaysAsync("new", "environment", "staging", "--after", "developer");

        added.ShouldContain("  ./bootstrap/big-ben.sh secret set service-a staging API_KEY    # developer's value is not copied");
        added.ShouldNotContain("secret set service-b");
        (await _clone.Clone.GitAsync("diff", "--name-only", "HEAD~1", "HEAD")).ShouldNotContain(ServiceSecrets.FileName);
    }

    [Theory]
    [InlineData(2, "'new' needs service or environment", "new")]
    [InlineData(2, "Did you mean 'environment'?", "new", "envronment", "x")]
    [InlineData(2, "'new environment' needs --after ENVIRONMENT", "new", "environment", "x")]
    [InlineData(2, "--after is one of developer, production, not 'developr'. Did you mean 'developer'?",
        "new", "environment", "x", "--after", "developr")]
    [InlineData(2, "<name> is one of developer, production, not 'x'", "remove", "environment", "x")]
    [InlineData(1, "There is an environment 'production' already", "new", "environment", "production", "--after", "developer")]
    [InlineData(2, "'kube-x' cannot be an environment", "new", "environment", "kube-x", "--after", "developer")]
    [InlineData(1, "have the same hostPrefix 'dev'", "new", "environment", "x", "--after", "developer", "--host-prefix", "dev")]
    [InlineData(1, "would both be the Application 'developer-x-service-a'", "new", "environment", "developer-x", "--after", "developer")]
    [InlineData(1, "developer takes what main builds, and cannot be taken out", "remove", "environment", "developer")]
    [InlineData(1, "production is the only environment that releases reach", "remove", "environment", "production")]
    public async Task What_cannot_be_is_refused_and_the_clone_stays_as_it_is(int code, string words, params string[] arguments)
    {
        if (words.Contains("would both be", StringComparison.Ordinal))
            await _clone.Clone.CommitAsync("x-service-a", PipelineFixture.Service("x-service-a"));
        var head = await _clone.Clone.HeadAsync();

        var result = await _clone.BigBenAsync(arguments);

        result.ExitCode.ShouldBe(code, result.Error);
        result.Error.ShouldContain(words);
        (await _clone.Clone.HeadAsync()).ShouldBe(head);
        (await _clone.Clone.GitAsync("status", "--porcelain")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_environment_whose_values_git_would_ignore_is_refused()
    {
        await _clone.Clone.CommitAsync("what is ignored", (".gitignore", "bin/\n"));
        var head = await _clone.Clone.HeadAsync();

        var result = await _clone.BigBenAsync("new", "environment", "bin", "--after", "developer");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(
            "git ignores app/service-a/deploy-config/bin (.gitignore:1:bin/), so nothing of it would be committed: choose another name.");
        (await _clone.Clone.HeadAsync()).ShouldBe(head);
    }

    [Fact]
    public async Task What_is_in_no_commit_is_not_taken_into_one()
    {
        _clone.Write("backstage/cd/environments/values.yaml", "stepBack: false\n");

        var result = await _clone.BigBenAsync("new", "environment", "staging", "--after", "developer");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("backstage/cd/environments/values.yaml has changes that are in no commit");
    }

    private async Task<string> SaysAsync(params string[] arguments)
    {
        var result = await _clone.BigBenAsync(arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }
}
