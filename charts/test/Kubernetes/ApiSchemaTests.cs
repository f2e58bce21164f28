using BigBen.Charts.Tests.App;

namespace BigBen.Charts.Tests.Kubernetes;

/// <summary>
/// Everything that the charts render is what the API server's schemas ask for, rendered for each Kubernetes that is supported.
/// </summary>
public class ApiSchemaTests
{
    // The versions that Argo CD 3.5 is tested on.
    private static readonly string[] Supported = ["1.33.0", "1.34.0", "1.35.0", "1.36.0"];

    private static readonly string[] Values =
        ["", Everything.On, Everything.Off, Everything.Stateful, Everything.Worker, Everything.Cronjob];

    public static TheoryData<string, string> AppValues
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in OldestAndNewest)
            {
                foreach (var values in Values)
                    data.Add(version, values);
            }

            return data;
        }
    }

    public static TheoryData<string> Versions => [.. OldestAndNewest];

    public static TheoryData<string> Between => [.. Supported.Except(OldestAndNewest)];

    private static string[] OldestAndNewest => [Supported[0], Supported[^1]];

    [SchemaTheory]
    [MemberData(nameof(AppValues))]
    public async Task What_a_service_deploys(string version, string values) =>
        await ShouldBeValidAsync(
            await RenderedCharts.RenderAsync(version, "service-a", Repository.AppChart, "developer", RealHelm.Image, values));

    [SchemaTheory]
    [MemberData(nameof(Versions))]
    public async Task The_environments_with_and_without_monitoring(string version)
    {
        await ShouldBeValidAsync(
            await RenderedCharts.RenderAsync(version, "environments", Repository.EnvironmentsChart, "argocd", Delivered.Settings));
        await ShouldBeValidAsync(
            await RenderedCharts.RenderAsync(
                version,
                "environments",
                Repository.EnvironmentsChart,
                "argocd",
                Delivered.Settings,
                Delivered.Developer,
                Delivered.Production,
                "monitoring: true\n"));
    }

    [SchemaTheory]
    [MemberData(nameof(Versions))]
    public async Task The_root_Application(string version)
    {
        var rendered = await RenderedCharts.RenderAsync(
            version, "big-ben", Repository.Path("backstage/cd/argo/root"), "argocd", RenderedCharts.Root);
        rendered.Kinds.ShouldBe(["AppProject", "Application"]);
        await ShouldBeValidAsync(rendered);
    }

    [SchemaTheory]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: two, selector: {}, template: {}}\n")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{name: http}]}\n")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: [a]}\n")]
    [InlineData("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n")]
    public async Task What_is_not_valid_is_found(string yaml) =>
        (await ApiSchemas.ValidateAsync(Manifests.Parse(yaml))).ShouldContain(line => line.StartsWith("INVALID", StringComparison.Ordinal));

    [SchemaTheory]
    [MemberData(nameof(Versions))]
    public async Task No_field_is_one_that_the_API_does_not_have(string version) =>
        (await ApiSchemas.MistypedAsync(await RenderedCharts.AllAsync(version))).ShouldBeEmpty();

    [SchemaTheory]
    [MemberData(nameof(Between))]
    [Trait("Category", "Nightly")]
    public async Task All_of_it_holds_at_each_version_between(string version)
    {
        foreach (var values in Values)
            await What_a_service_deploys(version, values);
        await The_environments_with_and_without_monitoring(version);
        await The_root_Application(version);
        await No_field_is_one_that_the_API_does_not_have(version);
    }

    [SchemaTheory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndta: {}\n", "dta")]
    [InlineData(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {project: a, destination: {nmespace: a}}\n",
        "nmespace")]
    public async Task A_field_that_the_API_does_not_have_is_found(string yaml, string field) =>
        (await ApiSchemas.MistypedAsync([Manifests.Parse(yaml)])).ShouldHaveSingleItem().ShouldContain($"\"{field}\"");

    private static async Task ShouldBeValidAsync(Manifests manifests) =>
        (await ApiSchemas.ValidateAsync(manifests)).ShouldAllBe(line => line.StartsWith("valid ", StringComparison.Ordinal));
}
