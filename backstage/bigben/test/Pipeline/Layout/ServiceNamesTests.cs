using BigBen.Foundation;
using BigBen.Pipeline.Layout;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class ServiceNamesTests
{
    private static readonly DeliveryEnvironment[] Environments = [new("developer", "dev"), new("production", "production")];

    [Theory]
    [InlineData("service-a")]
    [InlineData("a")]
    [InlineData("a--b2")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij12")]
    public void What_Kubernetes_and_Helm_take_is_taken(string name) => ServiceNames.Require([name], Environments);

    [Theory]
    [InlineData("Orders.Api", "call it app/orders-api")]
    [InlineData("2fa", "call it app/service-2fa")]
    [InlineData("order_api", "call it app/order-api")]
    [InlineData("orders-", "call it app/orders")]
    [InlineData("-orders", "not a DNS-1035 label")]
    [InlineData("bücher", "not a DNS-1035 label")]
    [InlineData("a b", "not a DNS-1035 label")]
    [InlineData("*", "call it app/service")]
    [InlineData("a\n", "not a DNS-1035 label")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij", "60 characters, and a Helm release's at most 53")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123", "in production")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123", "64 characters where Kubernetes takes 63")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123", "shorten it to 52")]
    public void Any_other_name_is_refused_with_itself_and_the_rule(string name, string reason)
    {
        var error = Should.Throw<PlatformException>(() => ServiceNames.Require(["service-a", name], Environments));

        error.Message.ShouldStartWith($"'app/{name}' cannot be a service");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void Two_that_would_be_one_Application_are_refused_with_both() =>
        Should.Throw<PlatformException>(() => ServiceNames.Require(["a-b", "b"], [new("developer", "dev"), new("developer-a", "dev-a")]))
            .Message.ShouldStartWith("app/a-b in developer and app/b in developer-a would both be the Application 'developer-a-b'");

    [Fact]
    public void One_that_would_be_the_platform_s_own_Application_is_refused() =>
        Should.Throw<PlatformException>(() => ServiceNames.Require(["ben"], [new("big", "big")]))
            .Message.ShouldStartWith("the platform itself and app/ben in big would both be the Application 'big-ben'");

    [Fact]
    public void Environments_with_the_same_hosts_are_refused_with_both() =>
        Should.Throw<PlatformException>(() => ServiceNames.Require(["a"], [new("one", "dev"), new("two", "dev")]))
            .Message.ShouldStartWith("The environments one and two have the same hostPrefix 'dev'");
}
