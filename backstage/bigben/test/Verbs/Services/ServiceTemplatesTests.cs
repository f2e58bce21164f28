using System.Text.Json;
using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServiceTemplatesTests
{
    private static readonly string Templates = Path.Combine(RepositoryRoot.Path, ServiceTemplates.Folder);

    public static TheoryData<string> Examples => [.. Directory.GetDirectories(Templates).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_template_that_is_named_after_its_folder(string example)
    {
        var text = File.ReadAllText(Path.Combine(Templates, example, ".template.config/template.json"));

        JsonElement.Parse(text).GetProperty("shortName").GetString().ShouldBe($"bigben-{example}");
    }

    [Fact]
    public async Task The_templates_of_the_repository_work_with_dotnet_new_alone()
    {
        using var temp = new TempFolder();
        var clone = temp["clone"];
        await PlatformFixture.CopyRepositoryAsync(clone);

        await DotnetNewAsync("install", ServiceTemplates.Folder);
        await DotnetNewAsync("bigben-web", "--name", "orders-eu", "--output", "app/orders-eu", "--port", "8020");

        (await File.ReadAllTextAsync(Path.Combine(clone, Solution.File)))
            .ShouldContain("\"app/orders-eu/test/BigBen.OrdersEu.Tests.csproj\"");
        File.Exists(Path.Combine(clone, "app/orders-eu/src/packages.lock.json")).ShouldBeTrue();
        File.Exists(Path.Combine(clone, "app/orders-eu/test/packages.lock.json")).ShouldBeTrue();
        var made = Directory.GetFiles(Path.Combine(clone, "app/orders-eu"), "*", SearchOption.AllDirectories);
        string.Concat(made.Select(File.ReadAllText)).ShouldNotContain("service-name", Case.Insensitive);
        string.Concat(made.Select(File.ReadAllText)).ShouldNotContain("ServiceName");

        async Task DotnetNewAsync(params string[] arguments)
        {
            var result = await new Command(BuildEnvironment.Dotnet, ["new", "--debug:custom-hive", temp["hive"], .. arguments])
            {
                WorkingDirectory = clone,
                Environment = BuildEnvironment.Variables,
            }.RunAsync();
            result.ExitCode.ShouldBe(0, result.Output + result.Error);
        }
    }
}
