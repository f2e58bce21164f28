using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServiceUsesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_project_that_is_built_from_a_service_keeps_it()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var head = await clone.CommitAsync(
            "first",
            ("app/a/src/A.csproj", "<Project/>"),
            ("app/a/test/A.Tests.csproj", """<Project><ItemGroup><ProjectReference Include="../src/A.csproj" /></ItemGroup></Project>"""),
            ("app/a-b/src/AB.csproj", "<Project/>"),
            ("app/b/test/B.Tests.csproj", """
                <Project><ItemGroup>
                  <ProjectReference Include="../../a/src/A.csproj" />
                  <ProjectReference Include="../../a-b/src/AB.csproj" />
                </ItemGroup></Project>
                """));

        (await Should.ThrowAsync<PlatformException>(() => ServiceUses.RequireNoneAsync(clone.Git, head, "a", None)))
            .Message.ShouldStartWith("app/b/test/B.Tests.csproj is built from app/a: take that reference out");
        await ServiceUses.RequireNoneAsync(clone.Git, head, "b", None);
    }

    [Fact]
    public async Task Other_services_files_that_name_it_are_told()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var head = await clone.CommitAsync(
            "first",
            ("app/a/deploy-config/developer/values.yaml", "# a\n"),
            ("app/b/deploy-config/developer/values.yaml", "env: {URL: http://a:8011}\n"),
            ("app/c/deploy-config/developer/values.yaml", "env: {URL: http://aa:8011}\n"));

        (await ServiceUses.MentionsAsync(clone.Git, head, "a", None)).ShouldBe(["app/b/deploy-config/developer/values.yaml"]);
        (await ServiceUses.MentionsAsync(clone.Git, head, "d", None)).ShouldBeEmpty();
    }
}
