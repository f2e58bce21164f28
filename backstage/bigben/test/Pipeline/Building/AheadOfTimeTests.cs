using System.Reflection.PortableExecutable;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using Xunit.Abstractions;

namespace BigBen.Tests.Pipeline.Building;

/// <summary>What a service's project may ask of the real SDK for a quick start.</summary>
[Trait("Category", "Nightly")]
public sealed class AheadOfTimeTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("<PackageReference Include=\"BigBen.Served.Nowhere\" Version=\"1.0.0\"/>", false)]
    public async Task Machine_code_is_made_ahead_of_time_where_its_compiler_can_be_had(string needs, bool madeAhead)
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
              <PropertyGroup Condition="'$(ReadyToRun)' == 'true'">
                <RuntimeIdentifier>$(NETCoreSdkPortableRuntimeIdentifier)</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <PublishReadyToRun>true</PublishReadyToRun>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="../../service-defaults/src/Defaults.csproj"/></ItemGroup>
              <ItemGroup Condition="'$(ReadyToRun)' == 'true'">{needs}</ItemGroup>
            </Project>
            """;
        var commit = await clone.CommitAsync(
            "first",
            [.. SampleServices.Files.Where(file => file.Path != "app/service-a/src/A.csproj"), ("app/service-a/src/A.csproj", project)]);
        var git = GitCli.OfRepository(System.IO.Path.Combine(clone.Path, ".git"));
        var service = (await ServiceCatalog.ListAsync(git, commit, None)).ShouldHaveSingleItem();
        var stamp = new BuildStamp(commit[..7], commit);
        Directory.CreateDirectory(temp["logs"]);
        using var build = new DotnetBuild(git, temp["work"]);
        await build.CheckoutAsync(commit, None);
        await build.TestAsync("service-a", service, service.TestProject!, stamp, temp["logs/test.log"], output.WriteLine, None);
        var (program, _) = await build.PublishAsync(service, stamp, compiled: true, temp["logs/publish.log"], None);

        using var file = File.OpenRead(System.IO.Path.Combine(program, "A.dll"));
        using var image = new PEReader(file);
        (image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0).ShouldBe(madeAhead);
        (await new Command("dotnet", "A.dll") { WorkingDirectory = program }.OutputAsync())
            .ShouldStartWith($"hello {commit[..7]}+{commit}");
    }
}
