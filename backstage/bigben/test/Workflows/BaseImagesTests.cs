using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Workflows;

/// <summary>The script that pins base images, with real git, and a registry and a GitHub that answer as they are told.</summary>
public sealed class BaseImagesTests : IDisposable
{
    private static readonly string Pinned = $"FROM example.org/pinned:1@sha256:{new string('0', 64)} AS other";
    private static readonly string Digest = $"sha256:{new string('d', 64)}";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task An_image_named_by_its_tag_alone_is_proposed_with_its_digest_once()
    {
        var (clone, hosted) = await SetUpAsync();

        var first = await PinAsync(clone, Digest);
        var pinned = await hosted.OutputAsync(CancellationToken.None, "show", "pin-base-images:app/a/Dockerfile");
        var second = await PinAsync(clone, Digest);

        first.ExitCode.ShouldBe(0, first.Error);
        pinned.TrimEnd().ShouldBe(
            $"""
            # syntax=docker/dockerfile:1
            FROM --platform=$BUILDPLATFORM example.org/sdk:10.0@{Digest} AS build
            FROM example.org/sdk:10.0-slim@{Digest}
            {Pinned}
            FROM build
            """);
        File.ReadAllText(_temp["called"]).ShouldContain("gh pr create --head pin-base-images");
        second.Output.Trim().ShouldBe("Every base image has a digest.");
    }

    [Fact]
    public async Task What_is_no_digest_is_pinned_nowhere()
    {
        var (clone, hosted) = await SetUpAsync();

        var result = await PinAsync(clone, "unauthorized");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("The registry tells no digest of example.org/sdk:10.0, but 'unauthorized'");
        (await hosted.TryResolveAsync("refs/heads/pin-base-images", CancellationToken.None)).ShouldBeNull();
    }

    private async Task<(TestClone Clone, BigBen.Git.GitCli Hosted)> SetUpAsync()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.CommitAsync(
            "first",
            ("app/a/Dockerfile",
                $"""
                # syntax=docker/dockerfile:1
                FROM --platform=$BUILDPLATFORM example.org/sdk:10.0 AS build
                FROM example.org/sdk:10.0-slim
                {Pinned}
                FROM build

                """));
        await clone.GitAsync("clone", "--quiet", "--bare", ".", _temp["hosted.git"]);
        await clone.GitAsync("remote", "add", "origin", _temp["hosted.git"]);
        return (clone, BigBen.Git.GitCli.OfCheckout(_temp["hosted.git"]));
    }

    private async Task<CommandResult> PinAsync(TestClone clone, string digest)
    {
        foreach (var (name, text) in new[] { ("docker", $"echo '{digest}'"), ("gh", "exit 0") })
            _temp.WriteProgram($"bin/{name}", $"#!/bin/sh\necho {name} \"$@\" >> '{_temp["called"]}'\n{text}\n");

        var result = await new Command("bash", Path.Combine(RepositoryRoot.Path, ".github/scripts/pin-base-images.sh"))
        {
            WorkingDirectory = clone.Path,
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_temp["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        }.RunAsync(CancellationToken.None);
        foreach (var name in new[] { "docker", "gh" })
            File.Delete(_temp[$"bin/{name}"]);
        return result;
    }
}
