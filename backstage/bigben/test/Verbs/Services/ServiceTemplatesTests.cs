using System.Text.Json;
using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;
using BigBen.Verbs.Services;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using Map = System.Collections.Generic.Dictionary<object, object>;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServiceTemplatesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, ServiceTemplates.Folder);

    private static readonly string[] Parts =
        ["Dockerfile", "compose.yaml", "openapi.json", ".pre-commit-config.yaml", ".template.config/template.json"];

    public static TheoryData<string> Examples => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_a_whole_service_of_the_solution_and_a_template_that_is_named_after_its_folder(string example)
    {
        foreach (var part in Parts)
            File.Exists(Path.Combine(Folder, example, part)).ShouldBeTrue($"{example}/{part}");
        Template(example).GetProperty("shortName").GetString().ShouldBe($"bigben-{example}");
        Template(example).GetProperty("sourceName").GetString().ShouldBe($"example-{example}");
        var solution = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, Solution.File));
        foreach (var project in Template(example).GetProperty("primaryOutputs").EnumerateArray())
            solution.ShouldContain($"\"{ServiceTemplates.Folder}/{example}/{project.GetProperty("path").GetString()}\"");
        (await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs/services.md"))).ShouldContain($"| `{example}` |");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void No_name_of_an_example_outlives_its_template(string example)
    {
        var symbols = Template(example).GetProperty("symbols");
        string[] replaced =
        [
            symbols.GetProperty("folder").GetProperty("replaces").GetString()!,
            symbols.GetProperty("identifier").GetProperty("replaces").GetString()!,
            Template(example).GetProperty("sourceName").GetString()!,
            .. symbols.EnumerateObject().Where(symbol => symbol.Name == "variable")
                .Select(symbol => symbol.Value.GetProperty("replaces").GetString()!),
        ];
        replaced[0].ShouldBe($"{ServiceTemplates.Folder}/{example}");

        foreach (var file in Directory.GetFiles(Path.Combine(Folder, example), "*", SearchOption.AllDirectories))
            if (!file.EndsWith("template.json", StringComparison.Ordinal) && !file.EndsWith(".lock.json", StringComparison.Ordinal))
                replaced.Aggregate($"{file[Folder.Length..]}\n{File.ReadAllText(file)}", (text, name) => text.Replace(name, ""))
                    .ShouldNotMatch(@"(?i)(?<!@)examples?[-/._]\w", file);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Its_port_is_the_same_wherever_it_is_said(string example)
    {
        var port = $"{await ServiceTemplates.PortAsync(RepositoryRoot.Path, example, CancellationToken.None)}";

        Template(example).GetProperty("symbols").GetProperty("port").GetProperty("replaces").GetString().ShouldBe(port);
        foreach (var (file, said) in new[]
        {
            ("src/Service.cs", $"defaultPort: {port}"), ("Dockerfile", $"EXPOSE {port} "), ("compose.yaml", $"[\"{port}:{port}\"]"),
        })
            (await File.ReadAllTextAsync(Path.Combine(Folder, example, file))).ShouldContain(said, Case.Sensitive, file);
        foreach (var values in Directory.GetDirectories(Path.Combine(Folder, example, "deploy-config")))
            (await File.ReadAllTextAsync(Path.Combine(values, "values.yaml"))).ShouldContain($"service:\n  port: {port}\n");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Its_compose_file_waits_for_what_a_service_needs_and_asks_each_whether_it_serves(string example)
    {
        var port = await ServiceTemplates.PortAsync(RepositoryRoot.Path, example, CancellationToken.None);
        var services = Compose(example);

        // Whatever the service is called, none of the others is called so.
        services.Keys.ShouldAllBe(name => name == $"example-{example}" || name.StartsWith($"example-{example}-"));
        var main = services[$"example-{example}"];
        ((Map)main["build"])["dockerfile"].ShouldBe($"{ServiceTemplates.Folder}/{example}/Dockerfile");
        ((Map)main["healthcheck"])["test"].ShouldBeOfType<List<object>>()[^1].ShouldBeOfType<string>()
            .ShouldStartWith($"http://127.0.0.1:{port}/");
        foreach (var (name, service) in services)
            foreach (var (needed, condition) in Needs(service))
                condition.ShouldBe(
                    services[needed].ContainsKey("healthcheck") ? "service_healthy" : "service_completed_successfully",
                    $"{name} depends on {needed}");
        // What nobody waits for to end is there to stay, and says whether it is well.
        foreach (var name in services.Keys.Where(name => !services[name].ContainsKey("healthcheck")))
            services.Values.SelectMany(Needs).ShouldContain((name, "service_completed_successfully"), name);
        // Built once, whoever else runs that image.
        services.Values.Where(service => !service.ContainsKey("build")).Select(service => service["image"])
            .ShouldAllBe(image => image.Equals($"example-{example}") || image.ToString()!.Contains(':'));
    }

    [Fact]
    public async Task Another_example_is_refused_with_those_that_there_are()
    {
        var message = (await Should.ThrowAsync<PlatformException>(
            () => ServiceTemplates.PortAsync(RepositoryRoot.Path, "ecko", CancellationToken.None))).Message;

        message.ShouldStartWith($"--like takes an example of {ServiceTemplates.Folder}, ");
        message.ShouldContain("echo, ");
        message.ShouldContain("not 'ecko'");
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
        string.Concat(made.Select(File.ReadAllText)).ShouldNotContain("example-web", Case.Insensitive);
        string.Concat(made.Select(File.ReadAllText)).ShouldNotContain("Examples.Web");

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

    private static Dictionary<string, Map> Compose(string example)
    {
        using var file = File.OpenText(Path.Combine(Folder, example, "compose.yaml"));
        var read = new DeserializerBuilder().Build().Deserialize<Map>(new MergingParser(new Parser(file)));
        return ((Map)read["services"]).ToDictionary(service => (string)service.Key, service => (Map)service.Value);
    }

    private static IEnumerable<(string Needed, string Condition)> Needs(Map service) =>
        service.TryGetValue("depends_on", out var needs)
            ? ((Map)needs).Select(need => ((string)need.Key, (string)((Map)need.Value)["condition"]))
            : [];

    private static JsonElement Template(string example) =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, example, ".template.config/template.json")));
}
