using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Workflows;

/// <summary>The script by which a job on GitLab pushes a record, with real git.</summary>
public sealed class RecordScriptTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_token_is_known_to_the_verb_and_gone_from_the_checkout_afterwards(int code)
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.GitAsync("remote", "add", "origin", "https://gitlab.example/group/project.git");
        _temp.WriteProgram("clone/bootstrap/big-ben.sh", $"#!/bin/sh\ngit remote get-url --push origin\nexit {code}\n");

        var result = await new Command("bash", Path.Combine(RepositoryRoot.Path, ".gitlab/scripts/record.sh"), "record")
        {
            WorkingDirectory = clone.Path,
            Environment = new Dictionary<string, string?>
            {
                ["CI_JOB_TOKEN"] = "job",
                ["RECORDER_TOKEN"] = "hush",
                ["CI_SERVER_HOST"] = "gitlab.example",
                ["CI_SERVER_PORT"] = "443",
                ["CI_PROJECT_PATH"] = "group/project",
            },
        }.RunAsync(CancellationToken.None);

        (result.ExitCode, result.Output).ShouldBe(
            (code, "https://gitlab-ci-token:hush@gitlab.example:443/group/project.git\n"), result.Error);
        File.ReadAllText(_temp["clone/.git/config"]).ShouldNotContain("hush");
        (await clone.GitAsync("remote", "get-url", "--push", "origin")).ShouldBe("https://gitlab.example/group/project.git");
    }
}
