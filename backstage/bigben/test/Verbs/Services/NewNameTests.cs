using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class NewNameTests
{
    private static readonly DeliveryEnvironment[] Environments = [new("developer", "dev"), new("production", "production")];

    private static readonly string[] Files =
    [
        "app/service-a/src/BigBen.ServiceA.csproj", "app/service-defaults/Service.props", "backstage/bench/BigBen.Bench.csproj",
        "backstage/bigben/test/bigben.Tests.csproj", "examples/echo/src/BigBen.Examples.Echo.csproj",
    ];

    [Theory]
    [InlineData("orders")]
    [InlineData("service-a2")]
    [InlineData("echo")]
    [InlineData("examples-echo")]
    public void A_name_that_is_nobody_s_is_taken(string name) => NewName.Require(name, Files, Environments);

    [Theory]
    [InlineData("service-a", "app/service-a is there already")]
    [InlineData("service-defaults", "app/service-defaults is there already")]
    [InlineData("servicea", "'servicea' would have a project of the same name as app/service-a/src/BigBen.ServiceA.csproj")]
    [InlineData("s-ervicea", "'s-ervicea' would have a project of the same name as app/service-a/src/BigBen.ServiceA.csproj")]
    [InlineData("bench", "'bench' would have a project of the same name as backstage/bench/BigBen.Bench.csproj")]
    [InlineData("tests", "'tests' would have a project of the same name as backstage/bigben/test/bigben.Tests.csproj")]
    [InlineData("Orders", "'app/Orders' cannot be a service")]
    [InlineData("../orders", "'app/../orders' cannot be a service")]
    [InlineData("orders/eu", "'app/orders/eu' cannot be a service")]
    [InlineData("", "'app/' cannot be a service")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123", "in production, its Application")]
    public void Any_other_is_refused_in_one_sentence(string name, string reason)
    {
        var message = Should.Throw<PlatformException>(() => NewName.Require(name, Files, Environments)).Message;

        message.ShouldContain(reason);
        message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("task", "'Task' is a namespace but is used like a type", true)]
    [InlineData("console", "The type or namespace name 'Error' does not exist in the namespace 'BigBen.Console'", true)]
    [InlineData("http-status-code", "'HttpStatusCode' is a namespace but is used like a type", true)]
    [InlineData("orders", "The type or namespace name 'Tests' does not exist in the namespace 'BigBen.ServiceDefaults'", false)]
    [InlineData("orders", "; expected", false)]
    public void A_compilers_error_is_about_the_name_where_it_says_its_namespace(string name, string error, bool isNamed) =>
        NewName.IsNamed(name, error).ShouldBe(isNamed);
}
