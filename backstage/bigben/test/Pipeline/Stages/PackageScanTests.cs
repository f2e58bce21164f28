using System.Text;
using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Pipeline.Stages;

namespace BigBen.Tests.Pipeline.Stages;

public class PackageScanTests
{
    // As the .NET SDK 10 prints it, less what is not read.
    private const string Found = """
        {
          "version": 1, "sources": ["https://one.example.org/index.json", "/a/folder"],
          "projects": [{ "path": "A.csproj", "frameworks": [{ "framework": "net10.0",
            "topLevelPackages": [{ "id": "Shop", "requestedVersion": "1.0.0", "resolvedVersion": "1.0.0",
              "vulnerabilities": [{ "severity": "High", "advisoryurl": "https://example.org/GHSA-1" }] }],
            "transitivePackages": [{ "id": "Basket", "resolvedVersion": "2.0.1",
              "vulnerabilities": [{ "severity": "Low", "advisoryurl": "https://example.org/GHSA-2" }] }] }] }]
        }
        """;

    [Fact]
    public void Every_vulnerable_package_is_told_direct_or_not()
    {
        var scan = PackageScan.Parse(Found);

        scan.Sources.ShouldBe(["https://one.example.org/index.json", "/a/folder"]);
        scan.Vulnerable.ShouldBe(
            ["Basket 2.0.1: Low, https://example.org/GHSA-2", "Shop 1.0.0: High, https://example.org/GHSA-1"]);
        PackageScan.Parse("""{"sources":[],"projects":[{"path":"A.csproj"}]}""").Vulnerable.ShouldBeEmpty();
        Should.Throw<PlatformException>(() => PackageScan.Parse("nonsense")).Message.ShouldContain("no JSON");
    }

    [Fact]
    public async Task Only_a_source_with_advisories_knows_vulnerabilities()
    {
        await using var server = await LoopbackServer.StartAsync(
            0,
            useIPv6: false,
            http => http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(
                http.Request.Path == "/with" ? """{"resources":[{"@type":"VulnerabilityInfo/6.7.0"}]}"""
                : http.Request.Path == "/without" ? """{"resources":[{"@type":"PackageBaseAddress/3.0.0"}]}"""
                : "nonsense")).AsTask(),
            CancellationToken.None);
        using var http = new HttpClient();
        var url = $"http://127.0.0.1:{server.Port}";

        var knowing = await new PackageScan([$"{url}/with", $"{url}/without", $"{url}/broken", "/a/folder"], [])
            .KnowingAsync(http, CancellationToken.None);

        knowing.ShouldBe([$"{url}/with"]);
    }
}
