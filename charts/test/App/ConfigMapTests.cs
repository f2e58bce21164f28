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
    public async Task Changed_config_restarts_the_pods_and_unchanged_config_does_not()
    {
        var first = await ChecksumAsync("config: {A: \"1\", B: \"2\"}");

        (await ChecksumAsync("config: {B: \"2\", A: \"1\"}")).ShouldBe(first);
        (await ChecksumAsync("config: {A: \"1\", B: \"3\"}")).ShouldNotBe(first);

        static async Task<string> ChecksumAsync(string values) =>
            (await RealHelm.AppAsync(values)).One("Deployment").Text("spec", "template", "metadata", "annotations", "checksum/config");
    }

    [Fact]
    public async Task A_variable_in_two_places_is_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync("env: {A: \"1\"}\nconfig: {A: \"2\"}")))
            .ShouldContain("A is in both env and config");

    [Theory]
    [InlineData("env: {HTTP_PORT: \"1\"}", "env.HTTP_PORT is reserved")]
    [InlineData("config: {APP_VERSION: \"1\"}", "config.APP_VERSION is reserved")]
    [InlineData("config: {BIND_ADDRESS: \"0.0.0.0\"}", "config.BIND_ADDRESS is reserved")]
    public async Task A_variable_that_chart_and_platform_set_is_refused_as_reserved(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
