namespace BigBen.Charts.Tests.App;

public class ConfigMapTests
{
    [Fact]
    public async Task Without_config_there_is_no_config_map()
    {
        var manifests = await RealHelm.AppAsync();

        manifests.Has("ConfigMap").ShouldBeFalse();
        manifests.Container().Find("envFrom").ShouldBeNull();
    }

    [Fact]
    public async Task Config_becomes_a_config_map_that_the_program_gets_as_variables()
    {
        var manifests = await RealHelm.AppAsync("config: {FEATURE: \"on\", NUMBER: \"1\"}");

        var map = manifests.One("ConfigMap");
        map.Map("data").ShouldBe(new Dictionary<string, string> { ["FEATURE"] = "on", ["NUMBER"] = "1" }, ignoreOrder: true);
        map.At("data", "NUMBER").IsQuoted().ShouldBeTrue();
        manifests.Container().Text("envFrom", "0", "configMapRef", "name").ShouldBe(map.Text("metadata", "name"));
    }

    [Fact]
    public async Task Changed_config_is_another_config_map_so_that_pods_of_before_keep_theirs_and_unchanged_config_is_the_same()
    {
        var first = await NameAsync("config: {A: \"1\", B: \"2\"}");

        first.ShouldMatch("^service-a-[0-9a-f]{8}$");
        (await NameAsync("config: {B: \"2\", A: \"1\"}")).ShouldBe(first);
        (await NameAsync("config: {A: \"1\", B: \"3\"}")).ShouldNotBe(first);

        static async Task<string> NameAsync(string values)
        {
            var manifests = await RealHelm.AppAsync($"{values}\nmigrations: {{args: [migrate]}}");
            var name = manifests.One("ConfigMap").Text("metadata", "name");
            foreach (var kind in new[] { "Deployment", "Job" })
                manifests.One(kind).At("spec", "template", "spec").Containers().Single()
                    .Text("envFrom", "0", "configMapRef", "name").ShouldBe(name, kind);
            return name;
        }
    }

    [Fact]
    public async Task The_config_map_of_a_cronjob_keeps_its_name_for_a_run_that_is_tried_again_later()
    {
        var manifests = await RealHelm.AppAsync(
            "kind: cronjob\ncronjob: {schedule: \"@daily\"}\nconfig: {A: \"1\"}\nmigrations: {args: [migrate]}");

        manifests.One("ConfigMap").Text("metadata", "name").ShouldBe("service-a");
        manifests.PodSpecs().Select(pod => pod.Containers().Single().Text("envFrom", "0", "configMapRef", "name"))
            .ShouldBe(["service-a", "service-a"]);
        manifests.One("Job").Find("spec", "template", "metadata", "annotations", "checksum/config").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_variable_in_two_places_is_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync("env: {A: \"1\"}\nconfig: {A: \"2\"}")))
            .ShouldContain("A is in both env and config");

    [Theory]
    [InlineData("env: {HTTP_PORT: \"1\"}", "env.HTTP_PORT is reserved")]
    [InlineData("config: {APP_VERSION: \"1\"}", "config.APP_VERSION is reserved")]
    [InlineData("env: {DRAIN_IN_FLIGHT_SECONDS: \"1\"}", "env.DRAIN_IN_FLIGHT_SECONDS is reserved")]
    [InlineData("config: {BIND_ADDRESS: \"0.0.0.0\"}", "config.BIND_ADDRESS is reserved")]
    public async Task A_variable_that_chart_and_platform_set_is_refused_as_reserved(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
