using BigBen.Foundation.Processes;

namespace BigBen.Tests.Foundation.Processes;

public sealed class LoopbackBypassTests
{
    [Theory]
    [InlineData("HTTPS_PROXY", null, null, "127.0.0.1,localhost,::1,.localhost", "127.0.0.1,localhost,::1,.localhost")]
    [InlineData("all_proxy", "", "10.0.0.0/8, a", "10.0.0.0/8,a,127.0.0.1,localhost,::1,.localhost", null)]
    [InlineData("http_proxy", "a", "b", "a,127.0.0.1,localhost,::1,.localhost", "b,127.0.0.1,localhost,::1,.localhost")]
    [InlineData("HTTP_PROXY", "localhost,::1,.localhost,127.0.0.1", null, "localhost,::1,.localhost,127.0.0.1", null)]
    public void What_is_on_this_machine_is_added_to_either_variable_once(
        string proxy, string? upper, string? lower, string newUpper, string? newLower) =>
        Changes((proxy, "http://127.0.0.1:1"), ("NO_PROXY", upper), ("no_proxy", lower)).ShouldBe(
            [("NO_PROXY", newUpper), ("no_proxy", newLower ?? newUpper)]);

    [Fact]
    public void Without_a_proxy_nothing_changes() => Changes(("HTTPS_PROXY", ""), ("NO_PROXY", "a")).ShouldBeEmpty();

    [Fact]
    public void A_proxy_that_nothing_goes_through_is_none() =>
        Changes(("HTTPS_PROXY", "http://127.0.0.1:1"), ("http_proxy", "http://127.0.0.1:1"), ("NO_PROXY", "*")).ShouldBe(
            [("HTTPS_PROXY", null), ("http_proxy", null)]);

    private static IEnumerable<(string, string?)> Changes(params (string Name, string? Value)[] variables) =>
        LoopbackBypass.Changes(name => variables.FirstOrDefault(variable => variable.Name == name).Value)
            .Select(change => (change.Key, change.Value));
}
