using BigBen.ApiServer.Tables;

namespace BigBen.Tests.ApiServer.Tables;

public class QuantityTests
{
    [Theory]
    [InlineData("59283873n", "59283873n")]
    [InlineData("27712Ki", "27712Ki")]
    [InlineData("4500u", "3m", "1500u")]
    [InlineData("1", "250m", "750m")]
    [InlineData("2Mi", "1Mi", "1Mi")]
    [InlineData("2024", "1Ki", "1e3")]
    [InlineData("0", "0", "0")]
    public void Quantities_add_up_to_the_shortest_exact_form(string sum, params string[] quantities) =>
        Quantity.Sum(quantities).ShouldBe(sum);
}
