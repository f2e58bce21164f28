namespace BigBen.Charts.Tests.App;

public class SecretVariablesTests
{
    [Fact]
    public async Task A_key_of_a_Secret_is_a_variable_that_others_may_refer_to()
    {
        var container = (await RealHelm.AppAsync("""
            secretEnv: {DB_PASSWORD: {name: database, key: password}, TOKEN: {name: api, key: token, optional: true}}
            env: {CONNECTION: "Password=$(DB_PASSWORD)"}
            """)).Container();

        var variables = container.Items("env");
        variables.Named("DB_PASSWORD").Map("valueFrom", "secretKeyRef")
            .ShouldBe(new Dictionary<string, string> { ["name"] = "database", ["key"] = "password" }, ignoreOrder: true);
        variables.Named("TOKEN").Text("valueFrom", "secretKeyRef", "optional").ShouldBe("true");
        var names = variables.Select(variable => variable.Text("name")).ToList();
        names.IndexOf("DB_PASSWORD").ShouldBeLessThan(names.IndexOf("CONNECTION"));
    }

    [Fact]
    public async Task All_keys_of_Secrets_and_ConfigMaps_are_weaker_than_config()
    {
        var sources = (await RealHelm.AppAsync("""
            envFrom: [{secretRef: {name: database}, prefix: DB_}, {configMapRef: {name: shared, optional: true}}]
            config: {A: "1"}
            """)).Container().Items("envFrom");

        sources[0].Text("secretRef", "name").ShouldBe("database");
        sources[0].Text("prefix").ShouldBe("DB_");
        sources[1].Text("configMapRef", "name").ShouldBe("shared");
        // Of two that have a name, the last one counts.
        sources[2].Text("configMapRef", "name").ShouldStartWith("service-a-");
    }

    [Theory]
    [InlineData("secretEnv: {A: {name: s, key: k}}\nenv: {A: \"1\"}", "A is in both env and secretEnv")]
    [InlineData("secretEnv: {A: {name: s, key: k}}\nconfig: {A: \"1\"}", "A is in both config and secretEnv")]
    [InlineData("secretEnv: {HTTP_PORT: {name: s, key: k}}", "secretEnv.HTTP_PORT is reserved")]
    [InlineData("secretEnv: {A: {name: s}}", "key")]
    [InlineData("secretEnv: {A: {name: s, key: k, value: x}}", "value")]
    [InlineData("envFrom: [{secretRef: {name: s}, configMapRef: {name: c}}]", "envFrom")]
    public async Task What_is_said_twice_or_is_no_reference_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
