using BigBen.Foundation.Services;

namespace BigBen.Tests.Foundation.Services;

public sealed class ServiceVariablesTests
{
    private static readonly Dictionary<string, string> Variables = ServiceVariables.Of(
        "my-db", "db.test", [new("tcp-sql", 5432, 41000), new("", 53, 53, "UDP")]);

    [Fact]
    public void A_Service_has_the_variables_of_Kubernetes_the_first_port_those_without_a_name() =>
        Variables.ShouldBe(
            new Dictionary<string, string>
            {
                ["MY_DB_SERVICE_HOST"] = "db.test",
                ["MY_DB_SERVICE_PORT"] = "41000",
                ["MY_DB_SERVICE_PORT_TCP_SQL"] = "41000",
                ["MY_DB_PORT"] = "tcp://db.test:41000",
                ["MY_DB_PORT_5432_TCP"] = "tcp://db.test:41000",
                ["MY_DB_PORT_5432_TCP_PROTO"] = "tcp",
                ["MY_DB_PORT_5432_TCP_PORT"] = "41000",
                ["MY_DB_PORT_5432_TCP_ADDR"] = "db.test",
                ["MY_DB_PORT_53_UDP"] = "udp://db.test:53",
                ["MY_DB_PORT_53_UDP_PROTO"] = "udp",
                ["MY_DB_PORT_53_UDP_PORT"] = "53",
                ["MY_DB_PORT_53_UDP_ADDR"] = "db.test",
            },
            ignoreOrder: true);

    [Fact]
    public void Each_of_them_is_known_by_its_form() => Variables.Keys.ShouldAllBe(name => ServiceVariables.IsOne(name));

    [Theory]
    [InlineData("PORT")]
    [InlineData("HOST_NAME")]
    [InlineData("my_db_SERVICE_HOST")]
    [InlineData("DB_PORT_NUMBER")]
    public void Others_are_not(string name) => ServiceVariables.IsOne(name).ShouldBeFalse();

    [Fact]
    public void Those_of_the_API_are_told_apart() =>
        (ServiceVariables.IsOfApi("KUBERNETES_SERVICE_PORT_HTTPS"), ServiceVariables.IsOfApi("KUBERNETES_NAMESPACE"),
            ServiceVariables.IsOfApi("DB_SERVICE_HOST")).ShouldBe((true, false, false));
}
