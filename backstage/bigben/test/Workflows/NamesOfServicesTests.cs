using BigBen.Tests.Scenario;

namespace BigBen.Tests.Workflows;

/// <summary>What a forge does is done for every service that there is: a new one needs no line there.</summary>
public sealed class NamesOfServicesTests
{
    [Fact]
    public void No_file_of_the_forge_names_a_service()
    {
        var services = Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "app"), "deploy-config", SearchOption.AllDirectories)
            .Select(folder => Path.GetFileName(Path.GetDirectoryName(folder)!))
            .ToList();

        services.ShouldNotBeEmpty();
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, ".github"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
            .SelectMany(file => services.Where(File.ReadAllText(file).Contains).Select(service => $"{file} names {service}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_is_named_as_an_owner_who_may_not_exist() =>
        File.ReadAllLines(Path.Combine(RepositoryRoot.Path, ".github/CODEOWNERS"))
            .ShouldAllBe(line => line.Length == 0 || line.StartsWith('#'));
}
