using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServiceValuesTests
{
    [Theory]
    [InlineData(36, "database: {enabled: true}", null)]
    [InlineData(37, "database: {enabled: true}", "has 37 characters, and the name of a service with a database at most 36: shorten it.")]
    [InlineData(53, "database: {enabled: false}", null)]
    [InlineData(53, "replicas: 1", null)]
    public void A_name_that_the_chart_refuses_for_a_database_is_refused_at_once(int length, string values, string? message)
    {
        using var temp = new TempFolder();
        temp.Write("developer/values.yaml", "replicas: 1");
        temp.Write("production/values.yaml", values);
        var require = () => ServiceValues.RequireRoom(temp.Path, new string('a', length));

        if (message is null)
            require();
        else
            Should.Throw<PlatformException>(require).Message.ShouldEndWith(message);
    }

    [Theory]
    [InlineData("passengers", "DB_PASSWORD")]
    [InlineData("users", "db_password", "db_root_password", "SECRET_KEY")]
    [InlineData("echo")]
    public void The_keys_that_an_example_s_values_take_of_its_Secret_are_known(string example, params string[] keys)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "examples", example, "deploy-config");

        foreach (var environment in new[] { "developer", "production" })
            ServiceValues.SecretKeys(folder, $"example-{example}", environment).ShouldBe(keys);
        ServiceValues.SecretKeys(folder, "another", "developer").ShouldBeEmpty();
    }

    [Fact]
    public void The_limit_is_the_chart_s() =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "charts/app/charts/database/templates/_helpers.tpl"))
            .ShouldContain("(gt (len .Release.Name) 36)");

    [Theory]
    [InlineData("developer production", "developer=small production=large")]
    [InlineData("developer staging production", "developer=small staging=small production=large")]
    [InlineData("developer production dr", "developer=small production=large dr=large")]
    [InlineData("sandbox developer", "sandbox=small developer=small")]
    [InlineData("test live", "test=small live=small")]
    public void Every_environment_has_values_and_nothing_else_has(string environments, string expected)
    {
        using var temp = new TempFolder();
        temp.Write("developer/values.yaml", "small");
        temp.Write("production/values.yaml", "large");

        ServiceValues.Fit(temp.Path, environments.Split(' '));

        Directory.GetDirectories(temp.Path)
            .Select(folder => $"{Path.GetFileName(folder)}={File.ReadAllText(Path.Combine(folder, "values.yaml"))}")
            .ShouldBe(expected.Split(' '), ignoreOrder: true);
    }
}
