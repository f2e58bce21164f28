using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Building.Projects;

/// <summary>What a change outside of a service's folder means for its image.</summary>
public sealed class ProjectGraphTests(ProjectGraphTests.Repository repository) : IClassFixture<ProjectGraphTests.Repository>
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("libs/orders/src/Order.cs", true)]
    [InlineData("libs/orders/src/deep/Order.cs", true)]
    [InlineData("libs/orders/README.md", false)]
    [InlineData("libs/money/Money.cs", true)]
    [InlineData("libs/late/Late.cs", true)]
    [InlineData("libs/unused/Unused.cs", false)]
    [InlineData("libs/Directory.Build.props", true)]
    [InlineData("libs/orders/Directory.Build.targets", true)]
    [InlineData("libs/money/nuget.config", true)]
    [InlineData("libs/unused/nuget.config", false)]
    [InlineData("nuget.config", true)]
    [InlineData("NuGet.Config", true)]
    [InlineData("app/nuget.config", true)]
    [InlineData("app/global.json", true)]
    [InlineData("global.json", true)]
    [InlineData("Directory.Packages.props", true)]
    [InlineData("app/Directory.Build.props", true)]
    [InlineData("eng/common.props", true)]
    [InlineData("eng/nested.props", true)]
    [InlineData("eng/unused.props", false)]
    [InlineData("eng/key.snk", true)]
    [InlineData("shared/Clock.cs", true)]
    [InlineData("shared/Clock.txt", false)]
    [InlineData("shared/linked/Deep.cs", true)]
    [InlineData("protos/orders.proto", true)]
    [InlineData("shared/words/deep/de.txt", true)]
    [InlineData("shared/words/README.md", false)]
    [InlineData("app/service-b/src/Program.cs", false)]
    [InlineData("tools/test-only/T.cs", false)]
    [InlineData("docs/README.md", false)]
    public async Task An_input_is_what_the_project_graph_reads_and_nothing_else(string path, bool isInput)
    {
        var git = repository.Clone.Git;
        var changed = new Dictionary<string, string> { [path] = "<Project><!-- changed --></Project>" };
        var next = await git.CommitFilesAsync(repository.Commit, changed, "change", None);

        var built = await new Affected(git, images: null).BuiltSinceAsync(repository.Commit, next, None);

        built.Any(service => service.Service.Name == "service-a").ShouldBe(isInput);
    }

    [Theory]
    [InlineData("<ProjectReference Include=\"$([MSBuild]::NormalizePath('$(Where)'))/x.csproj\"/>", true)]
    [InlineData("<Compile Include=\"@(More)\"/>", true)]
    [InlineData("<PackageReference Include=\"$(Package)\"/>", false)]
    [InlineData("<Import Project=\"$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))\"/>", false)]
    [InlineData("not even XML <", false)]
    public async Task What_only_MSBuild_could_tell_makes_everything_an_input_but_records(string items, bool isInput)
    {
        var git = repository.Clone.Git;
        var project = items.StartsWith('<') ? $"<Project><ItemGroup>{items}</ItemGroup></Project>" : items;
        var odd = await git.CommitFilesAsync(
            repository.Commit, new Dictionary<string, string> { ["app/service-b/src/service-b.csproj"] = project }, "odd", None);
        var next = await git.CommitFilesAsync(odd, new Dictionary<string, string> { ["docs/README.md"] = "changed" }, "change", None);
        var record = await git.CommitFilesAsync(next, new Dictionary<string, string>
        {
            ["backstage/cd/environments/developer.yaml"] = "developer: {}",
            ["app/service-a/deploy-config/developer/values.yaml"] = "a: b",
        }, "record", None);
        var affected = new Affected(git, images: null);

        (await affected.BuiltSinceAsync(odd, next, None)).Any(service => service.Service.Name == "service-b").ShouldBe(isInput);
        (await affected.BuiltSinceAsync(next, record, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task This_repository_s_services_depend_on_what_they_share_and_not_on_each_other()
    {
        var git = GitCli.OfCheckout(Scenario.RepositoryRoot.Path);
        var services = await ServiceCatalog.ListAsync(git, "HEAD", None);

        services.Select(service => service.Name).ShouldBe(Scenario.RepositoryRoot.Services);
        foreach (var service in services)
        {
            service.Inputs.ShouldContain(":(literal)app/service-defaults/src");
            var others = services.Where(other => other != service).Select(other => $"app/{other.Name}");
            service.Inputs.ShouldNotContain(input => input == "." || others.Any(other => input.Contains(other, StringComparison.Ordinal)));
        }
    }

    /// <summary>A service with references, imports and links all over a repository.</summary>
    public sealed class Repository : IAsyncLifetime
    {
        private readonly TempFolder _temp = new();

        public TestClone Clone { get; private set; } = null!;

        public string Commit { get; private set; } = "";

        public async Task InitializeAsync()
        {
            Clone = await TestClone.InitAsync(_temp["clone"]);
            Commit = await Clone.CommitAsync("first", [.. PipelineFixture.Services(), .. Files]);
        }

        public Task DisposeAsync()
        {
            _temp.Dispose();
            return Task.CompletedTask;
        }

        private static readonly (string Path, string Text)[] Files =
        [
            ("Directory.Build.props", "<Project><PropertyGroup><RepoRoot>$(MSBuildThisFileDirectory)</RepoRoot></PropertyGroup></Project>"),
            ("app/service-a/src/service-a.csproj", """
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <Import Project="../../../eng/common.props" />
                  <PropertyGroup><AssemblyOriginatorKeyFile>$(RepoRoot)eng/key.snk</AssemblyOriginatorKeyFile></PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Polly" />
                    <ProjectReference Include="..\..\..\libs\orders\src\orders.csproj" />
                    <ProjectReference Include="$(OfAnImport)late.csproj" />
                    <EmbeddedWords Include="../../../shared/words/**/*.txt" />
                    <Compile Include="../../../shared/Clock.cs;$(MSBuildProjectDirectory)/../../../shared/linked/**/*.cs" />
                  </ItemGroup>
                </Project>
                """),
            ("app/service-a/test/service-a.Tests.csproj", Reference("../../../tools/test-only/t.csproj")),
            ("eng/common.props", "<Project><Import Project=\"nested.props\"/></Project>"),
            ("eng/nested.props", """
                <Project>
                  <PropertyGroup><OfAnImport>$(MSBuildThisFileDirectory)../libs/late/</OfAnImport></PropertyGroup>
                  <ItemGroup><Protobuf Include="$(RepoRoot)protos/*.proto"/></ItemGroup>
                </Project>
                """),
            ("eng/unused.props", "<Project/>"),
            ("eng/key.snk", "key"),
            ("libs/orders/src/orders.csproj", Reference("$(RepoRoot)libs/money/money.csproj")),
            ("libs/orders/src/Order.cs", ""),
            ("libs/money/money.csproj", Reference("../orders/src/orders.csproj")),
            ("libs/late/late.csproj", "<Project/>"),
            ("libs/unused/unused.csproj", "<Project/>"),
            ("shared/Clock.cs", ""), ("shared/Clock.txt", ""), ("tools/test-only/t.csproj", "<Project/>"), ("docs/README.md", ""),
        ];

        private static string Reference(string project) =>
            $"<Project><ItemGroup><ProjectReference Include=\"{project}\"/></ItemGroup></Project>";
    }
}
