using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Secrets;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;
using BigBen.Tests.Git;
using BigBen.Verbs.Stages;

namespace BigBen.Tests.Verbs.Stages;

public sealed class SecurityScanTests : IDisposable
{
    private const string NoSource = """{"sources":["/a/folder"],"projects":[]}""";

    private readonly TempFolder _temp = new();
    private readonly List<string> _notes = [];
    private readonly Step _step;

    public SecurityScanTests()
    {
        _step = new Step(_notes.Add);
        Directory.CreateDirectory(_temp["app/shop/deploy-config/developer"]);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_could_not_be_looked_at_is_told_and_nothing_looked_at_is_no_success()
    {
        await ScanAsync(NoSource);

        _step.Skipped.ShouldBeTrue();
        _notes.ShouldBe(
        [
            "not looked at: packages, for no package source here has advisories",
            "not looked at: sources and image, for Trivy is not on PATH",
        ]);
    }

    [Fact]
    public async Task A_vulnerable_package_is_refused() =>
        (await Should.ThrowAsync<PlatformException>(ScanAsync(
            """
            {"sources":[],"projects":[{"frameworks":[{"topLevelPackages":[{"id":"A","resolvedVersion":"1.0.0",
             "vulnerabilities":[{"severity":"High","advisoryurl":"https://example.org/1"}]}]}]}]}
            """))).Message.ShouldContain("A 1.0.0: High, https://example.org/1");

    [Fact]
    public async Task Secrets_in_clear_text_are_refused()
    {
        File.WriteAllText(
            _temp["app/shop/deploy-config/developer/secrets.yaml"],
            "apiVersion: v1\nkind: Secret\nmetadata: {name: shop-secrets}\nstringData: {A: clear}\n");

        (await Should.ThrowAsync<PlatformException>(ScanAsync(NoSource))).Message
            .ShouldContain("app/shop/deploy-config/developer/secrets.yaml");
    }

    [Theory]
    [InlineData("  B: hunter2\n")]
    [InlineData("  B: ENC[hunter2]\n")]
    [InlineData("data:\n  B: aHVudGVyMg==\n")]
    [InlineData("  B:\n    nested: hunter2\n")]
    public async Task A_value_in_clear_text_among_encrypted_ones_is_refused_by_its_key_alone(string added)
    {
        var file = _temp["app/shop/deploy-config/developer/secrets.yaml"];
        var secret = ServiceSecrets.Empty("shop");
        secret["stringData"]!["A"] = "value";
        secret["stringData"]!["EMPTY"] = "";
        var yaml = SopsFile.Encrypt(secret, [AgeIdentity.Create().Recipient], SopsFile.SecretValues, DateTimeOffset.UnixEpoch);
        File.WriteAllText(file, yaml);
        await ScanAsync(NoSource);
        File.WriteAllText(file, yaml.Replace("sops:\n", $"{added}sops:\n", StringComparison.Ordinal));

        var message = (await Should.ThrowAsync<PlatformException>(ScanAsync(NoSource))).Message;

        message.ShouldStartWith("app/shop/deploy-config/developer/secrets.yaml has B in clear text.");
        message.ShouldNotContain("hunter2");
        message.ShouldNotContain("aHVudGVyMg");
    }

    [Theory]
    [InlineData(0, "nothing found in sources and image by Trivy")]
    [InlineData(1, null)]
    public async Task Where_trivy_is_there_it_looks_at_sources_and_image(int exitCode, string? detail)
    {
        var trivy = _temp.WriteProgram("trivy", $"#!/bin/sh\necho \"$1\" >> '{_temp["said"]}'\necho 'CVE-1'\nexit {exitCode}\n");

        if (detail is null)
        {
            (await Should.ThrowAsync<PlatformException>(ScanAsync(NoSource, trivy))).Message
                .ShouldBe($"Trivy refuses {_temp["app/shop"]}: CVE-1; log: {_temp["log"]}");
            return;
        }

        await ScanAsync(NoSource, trivy);
        _step.Detail.ShouldBe(detail);
        (await File.ReadAllLinesAsync(_temp["said"])).ShouldBe(["fs", "rootfs"]);
    }

    private Task ScanAsync(string packages, string? trivy = null) =>
        new SecurityScan(new ServiceSource("shop", "app/shop/src/Shop.csproj", null), _temp.Path, trivy)
            .RequireAsync(packages, _temp["image"], _step, _temp["log"], CancellationToken.None);
}
