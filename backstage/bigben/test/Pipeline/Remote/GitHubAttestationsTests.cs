using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Remote;

/// <summary>With real git and a <c>gh</c> that answers as it is told. Alone, for it changes the variables of this process.</summary>
[CollectionDefinition(nameof(GitHubAttestationsTests), DisableParallelization = true)]
[Collection(nameof(GitHubAttestationsTests))]
public sealed class GitHubAttestationsTests : IDisposable
{
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        temp.Dispose();
    }

    [Theory]
    [InlineData("refs/heads/main", "v1.1.0", "main")]
    [InlineData("refs/heads/hotfix/v1.0.1", "v1.0.1", "main hotfix/v1.0.1")]
    [InlineData("refs/heads/hotfix/v1.0.1", "v1.1.0", "main hotfix/v1.1.0 hotfix/v1.0.1")]
    [InlineData("refs/heads/feature", "v1.1.0", "main hotfix/v1.1.0 hotfix/v1.0.1")]
    public async Task An_image_of_a_hotfix_that_was_released_and_merged_is_attested_by_its_branch(string from, string version, string asked)
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", PipelineFixture.Services());
        await clone.GitAsync("tag", "v1.0.0");
        await clone.GitAsync("switch", "--quiet", "-c", "hotfix");
        await clone.CommitAsync("repair", ("app/service-a/src/Program.cs", "repaired"));
        await clone.GitAsync("tag", "v1.0.1");
        await clone.CommitAsync("more", ("app/service-b/src/Program.cs", "more"));
        await clone.GitAsync("tag", "v1.0.2");
        await clone.GitAsync("switch", "--quiet", "main");
        await clone.CommitAsync("meanwhile", ("README.md", "words"));
        await clone.GitAsync("merge", "--quiet", "-m", "merge", "hotfix");
        await clone.GitAsync("tag", "v1.1.0");
        await clone.CommitAsync("later", ("README.md", "more words"));
        await clone.GitAsync("tag", "v1.2.0");
        temp.WriteProgram(
            "bin/gh", $"#!/bin/sh\necho \"$*\" >> '{temp["asked"]}'\ncase \"$*\" in *'--source-ref {from} '*) ;; *) exit 1 ;; esac\n");
        Environment.SetEnvironmentVariable("PATH", $"{temp["bin"]}:{_path}");
        var service = (await ServiceCatalog.ListAsync(clone.Git, version, None)).Single(service => service.Name == "service-a");

        var proof = new GitHubAttestations("owner/repository", new RemoteBranch(clone.Path, "origin"), new EveryImage(Digest))
            .RequireAsync(version, version, "developer", service, Digest, None);

        if (from == "refs/heads/feature")
            (await Should.ThrowAsync<PlatformException>(proof)).Message
                .ShouldStartWith($"v1.1.0 is refused: service-a@{Digest} is not attested");
        else
            await proof;
        File.ReadLines(temp["asked"]).Select(line => line.Split("--source-ref refs/heads/")[1].Split(' ')[0]).ShouldBe(asked.Split(' '));
    }
}
